/** The page of an attempt that is under way. */
import { followCheck } from './parts/following.ts';

followCheck();
