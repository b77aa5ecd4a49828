import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

type Json = ColumnType<unknown, string, string>;

export interface AuditEventTable {
  id: GeneratedAlways<number>;
  at: Date;
  person_id: number | null;
  organisation_id: number | null;
  action: string;
  subject: string;
  before: ColumnType<unknown, string | null | undefined, string | null>;
  after: ColumnType<unknown, string | null | undefined, string | null>;
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

export interface MembershipTable {
  person_id: number;
  organisation_id: number;
  permissions: Generated<string[]>;
  job_titles: Generated<string[]>;
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
}

export interface PersonTable {
  id: GeneratedAlways<number>;
  name: string;
  email: string;
  password_hash: string;
}

export interface QueueWorkerTable {
  worker_id: string;
  process_key: number;
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
}

export interface Tables {
  audit_event: AuditEventTable;
  check_count: CheckCountTable;
  check_run: CheckRunTable;
  collection: CollectionTable;
  file: FileTable;
  job_run: JobRunTable;
  membership: MembershipTable;
  message: MessageTable;
  organisation: OrganisationTable;
  person: PersonTable;
  queue_worker: QueueWorkerTable;
  return: ReturnTable;
  session: SessionTable;
  submission: SubmissionTable;
  template_edition: TemplateEditionTable;
  upload: UploadTable;
}
