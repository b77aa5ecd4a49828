import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

type Json = ColumnType<unknown, string, string>;

export interface AuditChainTable {
  position: number;
  event_id: number;
  previous: Buffer;
  hash: Buffer;
}

export interface AuditCheckTable {
  id: GeneratedAlways<number>;
  asked_by: number | null;
  asked_at: Date;
  started_at: Date | null;
  ended_at: Date | null;
  state: string;
  checked: Generated<number>;
  length: number | null;
  result: ColumnType<unknown, string | null | undefined, string | null>;
}

export interface AuditDetailTable {
  event_id: number;
  salt: Buffer;
  person_id: number | null;
  address: string | null;
  before: ColumnType<unknown, string | null | undefined, string | null>;
  after: ColumnType<unknown, string | null | undefined, string | null>;
}

export interface AuditErasureTable {
  id: GeneratedAlways<number>;
  event_id: number;
  family: string;
  before: Date;
  events: number;
}

export interface AuditEventTable {
  id: GeneratedAlways<number>;
  at: Date;
  organisation_id: number | null;
  action: string;
  subject: string;
  on_behalf_of: number | null;
  details_digest: Buffer;
}

export interface AuditSealTable {
  number: number;
  position: number;
  hash: Buffer;
  at: Date;
  signature: Buffer;
}

export interface AuthenticatorTable {
  id: GeneratedAlways<number>;
  person_id: number;
  name: string;
  secret: Buffer;
  last_step: Generated<number>;
  created_at: Date;
  confirmed_at: Date | null;
}

export interface CheckCountTable {
  check_run_id: number;
  group_number: number;
  rule: string;
  column_name: string;
  severity: string;
  count: number;
  message: string;
  help: string;
}

export interface CheckRunTable {
  id: GeneratedAlways<number>;
  file_id: string;
  template_name: string;
  edition: string;
  template_hash: string;
  context: Json;
  state: string;
  bytes_total: number;
  bytes_done: Generated<number>;
  rows_done: Generated<number>;
  errors: number | null;
  queries: number | null;
  notices: number | null;
  rows_checked: boolean | null;
  not_asked: ColumnType<unknown, string | null | undefined, string | null>;
  findings_key: string | null;
  started_at: Date | null;
  ended_at: Date | null;
}

export interface CollectionTable {
  id: GeneratedAlways<number>;
  name: string;
  title: string;
  description: string;
  collector_id: number;
  contact_email: string;
  max_file_bytes: number;
}

export interface EmailedLinkTable {
  token_hash: Buffer;
  kind: string;
  person_id: number;
  organisation_id: number | null;
  new_email: string | null;
  created_by: number | null;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

export interface FileTable {
  id: string;
  organisation_id: number;
  name: string;
  size: number;
  sha256: string;
  blob_key: string;
  kind: string | null;
  verdict: string | null;
  verdict_engine: string | null;
  verdict_detail: string | null;
  scanned_at: Date | null;
  kind_id: string | null;
}

export interface JobRunTable {
  id: GeneratedAlways<number>;
  job_id: string;
  task: string;
  subject: string;
  attempt: number;
  state: string;
  started_at: Date;
  ended_at: Date | null;
  error: string | null;
}

export interface KnownBrowserTable {
  token_hash: Buffer;
  person_id: number;
  seen_at: Date;
}

export interface MediaCandidateTable {
  id: GeneratedAlways<number>;
  session_id: number;
  centre_id: number;
  number: string;
  surname: string;
  forename: string;
}

export interface MediaComponentTable {
  id: GeneratedAlways<number>;
  session_id: number;
  code: string;
  name: string;
  qualification: string;
  subject: string;
  opens_at: Date;
  closes_at: Date;
  rules: Json;
  version: Generated<number>;
}

export interface MediaDestructionTable {
  id: GeneratedAlways<number>;
  session_id: number;
  person_id: number;
  at: Date;
  certificate: Json;
}

export interface MediaEntryTable {
  component_id: number;
  candidate_id: number;
  centre_id: number;
  entered_at: Date;
  withdrawn_at: Date | null;
  reason: string | null;
  reason_by: number | null;
  reason_at: Date | null;
  files: Generated<number>;
}

export interface MediaExtensionTable {
  component_id: number;
  centre_id: number;
  until: Date;
  why: string;
  person_id: number;
  at: Date;
}

export interface MediaFileTable {
  id: string;
  component_id: number;
  centre_id: number;
  person_id: number;
  role: string;
  name: string;
  size: number | null;
  fingerprint: string | null;
  sha256_sent: string | null;
  status: string;
  failure: string | null;
  detail: string | null;
  progress: Generated<number>;
  facts: ColumnType<unknown, string | null | undefined, string | null>;
  notices: Json;
  waveform: ColumnType<unknown, string | null | undefined, string | null>;
  soundprint: Buffer | null;
  playable_key: string | null;
  playable_type: string | null;
  added_at: Date;
  settled_at: Date | null;
  deleted_at: Date | null;
  deleted_by: number | null;
  destroyed_at: Date | null;
  version: Generated<number>;
  crc32: number | null;
}

export interface MediaFinalTable {
  id: GeneratedAlways<number>;
  component_id: number;
  centre_id: number;
  number: number;
  person_id: number;
  submitted_at: Date;
  late: boolean;
  receipt: Json;
  reopened_at: Date | null;
  reopened_by: number | null;
  reopened_why: string | null;
}

export interface MediaImportTable {
  id: GeneratedAlways<number>;
  session_id: number;
  person_id: number;
  file_name: string;
  whole: boolean;
  rows: ColumnType<unknown, string | null | undefined, string | null>;
  summary: Json;
  created_at: Date;
  done_at: Date | null;
  given_up_at: Date | null;
}

export interface MediaSessionTable {
  id: GeneratedAlways<number>;
  body_id: number;
  code: string;
  name: string;
  contact_email: string;
  keep_until: string;
}

export interface MediaTagTable {
  file_id: string;
  candidate_id: number;
}

export interface MembershipTable {
  person_id: number;
  organisation_id: number;
  permissions: Generated<string[]>;
  job_titles: Generated<string[]>;
  starts_at: Date | null;
  ends_at: Date | null;
  granted_by: number | null;
  last_sign_in_at: Date | null;
}

export interface MessageTable {
  id: GeneratedAlways<number>;
  occasion: string;
  person_id: number;
  organisation_id: number;
  email: string;
  is_copy: boolean;
  subject: string;
  body: string;
  created_at: Date;
  sent_at: Date | null;
}

export interface OrganisationTable {
  id: GeneratedAlways<number>;
  kind: string;
  name: string;
  names_in_files: string[];
  recognition_number: string | null;
  contact_email: string | null;
  ukprn: string | null;
  urn: string | null;
  laestab: string | null;
  ncn: string | null;
  phone: string | null;
  postal_address: string | null;
  website: string | null;
  two_person: Generated<boolean>;
  closed_on: string | null;
  merged_into: number | null;
  version: Generated<number>;
}

export interface OrganisationImportTable {
  id: GeneratedAlways<number>;
  kind: string;
  person_id: number;
  organisation_id: number;
  file_name: string;
  rows: ColumnType<unknown, string | null | undefined, string | null>;
  summary: Json;
  created_at: Date;
  done_at: Date | null;
  given_up_at: Date | null;
}

export interface OrganisationNameTable {
  organisation_id: number;
  name: string;
  since: string;
  until: string | null;
}

export interface OrganisationRelationTable {
  id: GeneratedAlways<number>;
  kind: string;
  from_id: number;
  to_id: number;
  since: string;
  until: string | null;
}

export interface OutboxLetterTable {
  id: GeneratedAlways<number>;
  occasion: string;
  channel: string;
  recipient: string;
  subject: string;
  body: string | null;
  secret_until: Date | null;
  created_at: Date;
  sent_at: Date | null;
}

export interface PasskeyTable {
  credential_id: string;
  person_id: number;
  name: string;
  public_key: Buffer;
  counter: number;
  transports: Generated<string[]>;
  backed_up: boolean;
  created_at: Date;
  used_at: Date | null;
}

export interface PasskeyChallengeTable {
  key_hash: Buffer;
  challenge: string;
  person_id: number | null;
  expires_at: Date;
}

export interface PendingActTable {
  id: GeneratedAlways<number>;
  organisation_id: number;
  kind: string;
  subject: string;
  payload: Json;
  asked_by: number;
  asked_at: Date;
  expires_at: Date;
  decided_by: number | null;
  decided_at: Date | null;
  decision: string | null;
}

export interface PersonTable {
  id: GeneratedAlways<number>;
  name: string;
  email: string;
  password_hash: string | null;
  title: string | null;
  phone: string | null;
  alternative_email: string | null;
  email_key: string;
  password_changed_at: Date | null;
  passkey_only: Generated<boolean>;
  last_organisation_id: number | null;
  removed_at: Date | null;
}

export interface PhoneCodeTable {
  id: GeneratedAlways<number>;
  person_id: number;
  way: string;
  code_hash: Buffer;
  wrong_tries: Generated<number>;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}

export interface QueueWorkerTable {
  worker_id: string;
  process_key: number;
}

export interface RecoveryCodeTable {
  id: GeneratedAlways<number>;
  person_id: number;
  code_hash: Buffer;
  used_at: Date | null;
}

export interface ReferenceEntryTable {
  id: GeneratedAlways<number>;
  organisation_id: number;
  list_name: string;
  code: string;
  title: Generated<string>;
  since: string | null;
  until: string | null;
  version: Generated<number>;
}

export interface ReferenceImportTable {
  id: GeneratedAlways<number>;
  organisation_id: number;
  list_name: string;
  person_id: number;
  file_name: string;
  way: string;
  entries: ColumnType<unknown, string | null | undefined, string | null>;
  created_at: Date;
  done_at: Date | null;
  given_up_at: Date | null;
}

export interface ReferenceListTable {
  organisation_id: number;
  name: string;
  version: number;
  changed_at: Date;
  changed_by: number;
}

export interface ReturnTable {
  id: GeneratedAlways<number>;
  collection_id: number;
  organisation_id: number;
  template_name: string;
  edition: string;
  period: string;
  due_date: string;
  closes_at: Date;
  status: string;
  accepted_at: Date | null;
}

export interface SessionTable {
  token_hash: Buffer;
  person_id: number;
  organisation_id: number;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
  id: GeneratedAlways<number>;
  stage: string;
  first_step: string | null;
  confirmed_at: Date;
  address: string | null;
  browser: string | null;
  seeing_organisation_id: number | null;
}

export interface SignInFailureTable {
  bucket: Buffer;
  count: number;
  last_at: Date;
}

export interface SingleSignOnIdentityTable {
  issuer: string;
  subject: string;
  person_id: number;
  created_at: Date;
}

export interface SingleSignOnVisitTable {
  state_hash: Buffer;
  nonce: string;
  verifier: string;
  next: string | null;
  expires_at: Date;
}

export interface SubmissionTable {
  id: GeneratedAlways<number>;
  return_id: number;
  number: number;
  upload_id: string;
  person_id: number;
  check_run_id: number | null;
  status: string;
  begun_at: Date;
  received_at: Date;
  decided_at: Date | null;
}

export interface TemplateEditionTable {
  name: string;
  edition: string;
  title: string;
  hash: string;
  template: Json;
  published_at: Date;
}

export interface TrustedBrowserTable {
  token_hash: Buffer;
  person_id: number;
  browser: string | null;
  created_at: Date;
  expires_at: Date;
}

export interface UploadTable {
  id: string;
  organisation_id: number;
  person_id: number;
  name: string;
  size: number | null;
  last_modified: Date | null;
  state: string;
  then_task: string;
  then_payload: Json;
  purpose: string;
  begun_at: Date;
  received_at: Date | null;
  shared_with: string | null;
}

export interface Tables {
  audit_chain: AuditChainTable;
  audit_check: AuditCheckTable;
  audit_detail: AuditDetailTable;
  audit_erasure: AuditErasureTable;
  audit_event: AuditEventTable;
  audit_seal: AuditSealTable;
  authenticator: AuthenticatorTable;
  check_count: CheckCountTable;
  check_run: CheckRunTable;
  collection: CollectionTable;
  emailed_link: EmailedLinkTable;
  file: FileTable;
  job_run: JobRunTable;
  known_browser: KnownBrowserTable;
  media_candidate: MediaCandidateTable;
  media_component: MediaComponentTable;
  media_destruction: MediaDestructionTable;
  media_entry: MediaEntryTable;
  media_extension: MediaExtensionTable;
  media_file: MediaFileTable;
  media_final: MediaFinalTable;
  media_import: MediaImportTable;
  media_session: MediaSessionTable;
  media_tag: MediaTagTable;
  membership: MembershipTable;
  message: MessageTable;
  organisation: OrganisationTable;
  organisation_import: OrganisationImportTable;
  organisation_name: OrganisationNameTable;
  organisation_relation: OrganisationRelationTable;
  outbox_letter: OutboxLetterTable;
  passkey: PasskeyTable;
  passkey_challenge: PasskeyChallengeTable;
  pending_act: PendingActTable;
  person: PersonTable;
  phone_code: PhoneCodeTable;
  queue_worker: QueueWorkerTable;
  recovery_code: RecoveryCodeTable;
  reference_entry: ReferenceEntryTable;
  reference_import: ReferenceImportTable;
  reference_list: ReferenceListTable;
  return: ReturnTable;
  session: SessionTable;
  sign_in_failure: SignInFailureTable;
  single_sign_on_identity: SingleSignOnIdentityTable;
  single_sign_on_visit: SingleSignOnVisitTable;
  submission: SubmissionTable;
  template_edition: TemplateEditionTable;
  trusted_browser: TrustedBrowserTable;
  upload: UploadTable;
}
