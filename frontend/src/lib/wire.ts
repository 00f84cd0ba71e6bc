// The shapes of docs/api. Nothing here runs.

export type Id = string;

export interface User {
  id: Id;
  name: string;
  bio: string;
  role: "member" | "administrator" | "bot";
  status: "active" | "deactivated" | "banned";
  created: string;
  updated: string;
  email?: string;
}

export interface Me extends User {
  session: Id;
}

export interface HelpContact {
  name: string;
  email: string;
}

export interface PublicAccount {
  name: string;
  help_contact: HelpContact | null;
}

/** By which door new people come. */
export type JoinPolicy = "link" | "provider" | "nobody";

/** A sign-in provider that an administrator has switched on. */
export interface Provider {
  name: string;
  title: string;
  /** An SVG document, "" for none. */
  logo: string;
}

/** How one may sign in and join here, now. */
export interface AuthMethods {
  password: boolean;
  oauth2: Provider[];
  /** A code by mail signs in. */
  otp: boolean;
  /** A letter leads to another password. */
  reset: boolean;
  /** "" before the first run. */
  join: JoinPolicy | "";
}

export interface Account extends PublicAccount {
  id: Id;
  join_code: string;
  join_policy: JoinPolicy;
  /** Separated by commas; empty for all. */
  join_domains: string;
  restrict_room_creation: boolean;
  custom_styles: string;
  mail_notices: boolean;
  mail_text: boolean;
  /** Minutes. */
  mail_after: number;
}

export interface Room {
  id: Id;
  kind: "open" | "closed" | "direct";
  name: string;
  creator: Id;
  members?: Id[];
  head_rseq: number;
  last_message_at: string;
  created: string;
  updated: string;
}

export type Involvement = "invisible" | "nothing" | "mentions" | "everything";

export interface JoinedRoom extends Room {
  involvement: Involvement;
  read_rseq: number;
  unread: number;
  mentions: number;
}

export interface Membership {
  id: Id;
  room: Id;
  user: Id;
  involvement: Involvement;
  read_rseq: number;
  created: string;
  updated: string;
  expand?: { room?: Room };
}

export interface Boost {
  id: Id;
  message: Id;
  room: Id;
  booster: Id;
  /** Of the message; events from before there was a list of boosts do not say. */
  author?: Id;
  content: string;
  created: string;
  updated: string;
}

/** What a message of kind `file` brings, once files are on. */
export interface MessageFile {
  name: string;
  type: string;
  size: number;
  url: string;
  /** A smaller picture of it, and the size of the whole. */
  preview?: { url: string; width: number; height: number };
}

export interface Message {
  id: Id;
  room: Id;
  author: Id;
  client_message_id: string;
  body: string;
  body_text: string;
  kind: "text" | "sound" | "file" | "notice";
  sound: string;
  seq: number;
  rseq: number;
  version: number;
  edited: boolean;
  mentions: Id[];
  boosts: Boost[];
  file?: MessageFile;
  created: string;
  updated: string;
  deleted?: boolean;
}

export interface DeletedMessage {
  id: Id;
  room: Id;
  author: Id;
  client_message_id: string;
  rseq: number;
  version: number;
  deleted: true;
}

export interface Read {
  room: Id;
  user: Id;
  read_rseq: number;
  unread: number;
  mentions: number;
}

/** What this server lets people do now; live. A flag that is missing is off. */
export interface Flags {
  version: number;
  files_enabled: boolean;
  avatars_enabled: boolean;
  opengraph_enabled: boolean;
  max_file_size: number;
  search_enabled: boolean;
  push_notifications: boolean;
  bot_integrations: boolean;
}

export interface Bootstrap {
  epoch: string;
  seq: number;
  me: Me;
  account: Account;
  flags: Flags;
  users: User[];
  rooms: JoinedRoom[];
  /** A server from before there was a list of them leaves it out. */
  notifications?: { seen: number; unread: number };
  devices?: { id: Id; browser: string; platform: string; ip: string; created: string }[];
}

export interface Setup {
  needed: boolean;
  account: PublicAccount | null;
  auth_methods: AuthMethods;
  version: string;
}

export interface MessagePage {
  messages: Message[];
  has_before: boolean;
  has_after: boolean;
}

/** Where a page of history starts; nothing means the newest page. */
export type PageCursor = { before: number } | { after: number } | { around: number } | { newest: true };
