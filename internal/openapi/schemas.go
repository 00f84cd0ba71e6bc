package openapi

// schemas are the shapes that several answers share, in our notation. docs/api says in words what the fields mean.
var schemas = map[string]string{
	"Refusal": "status:integer code:string message:string data:object",

	"User":        "id:string name:string bio:string role:Role status:Status email?:string session?:string created:string updated:string",
	"Role":        "member|administrator|bot",
	"Status":      "active|deactivated|banned",
	"SignedIn":    "user:User session:Session token:string",
	"Session":     "id:string browser:string platform:string ip:string last_active:string created:string current:boolean new:boolean",
	"NewDevice":   "id:string browser:string platform:string ip:string created:string",
	"HelpContact": "name:string email:string",
	"AccountCard": "name:string help_contact:HelpContact|null",
	"AuthMethods": "password:boolean oauth2:[]Provider otp:boolean reset:boolean join:string",
	"Provider":    "name:string title:string logo:string",

	"Account": "id:string name:string join_code:string restrict_room_creation:boolean custom_styles:string join_policy:string join_domains:string " +
		"mail_notices:boolean mail_text:boolean mail_after:integer help_contact:HelpContact|null",
	"Flags": "version:integer files_enabled:boolean avatars_enabled:boolean opengraph_enabled:boolean max_file_size:integer " +
		"search_enabled:boolean push_notifications:boolean bot_integrations:boolean settings?:object",

	"RoomKind":    "open|closed|direct",
	"Involvement": "invisible|nothing|mentions|everything",
	"Room": "id:string kind:RoomKind name:string creator:string members?:[]string head_rseq:integer last_message_at:string " +
		"created:string updated:string",
	"OwnRoom": "id:string kind:RoomKind name:string creator:string members?:[]string head_rseq:integer last_message_at:string " +
		"created:string updated:string involvement:Involvement read_rseq:integer unread:integer mentions:integer",
	"Bootstrap": "epoch:string seq:integer me:User account:Account flags:Flags users:[]User rooms:[]OwnRoom notifications:NotificationState " +
		"devices:[]NewDevice",
	"Unread": "room:string read_rseq:integer unread:integer mentions:integer",

	"MessageKind": "text|sound|file|notice",
	"Message":     schemaMessage + " deleted?:boolean",
	"MessagePage": "messages:[]Message has_before:boolean has_after:boolean",
	"Boost":       "id:string message:string room:string booster:string author:string content:string created:string updated:string",

	"Event":  "type:event seq:integer room?:string rseq?:integer kind:string data:object at:string",
	"Events": "epoch:string events?:[]Event seq:integer more?:boolean resync?:epoch|trimmed|ahead",

	"SearchRoom":   "id:string kind:RoomKind name:string",
	"SearchResult": "message:Message room:SearchRoom snippet:string",
	"SearchPage":   "results:[]SearchResult next:string count:integer many:boolean unknown?:[]string",
	"Searches":     "searches:[]RecentSearch",
	"RecentSearch": "id:string query:string updated:string",

	"Key":   "id:string name:string scopes:[]Scope rooms:[]string tail:string last_used:string created:string webhook:boolean",
	"Scope": "read|write",
	"Bot":   "id:string name:string bio:string role:Role status:Status created:string updated:string webhook_url:string webhook_rooms:[]string keys:[]Key",
	"Delivery": "id:string trigger:mention|direct|room|test state:waiting|delivered|failed status:integer ms:integer attempts:integer error:string " +
		"created:string next:string message:string room:string request:string response:string",
	"NewKey":  "key:string entry:Key",
	"KeyForm": "name?:string scopes?:[]Scope rooms?:[]string",

	"NotificationKind":  "mention|boost",
	"NotificationState": "seen:integer unread:integer",
	"Notification":      "kind:NotificationKind seq:integer unread:boolean message:Message boost?:Boost",
	"NotificationPage":  "notifications:[]Notification next:string seen:integer unread:integer",

	"Mailing": "pace:Pace on:boolean can_send:boolean",
	"Pace":    "never|daily|hourly",
	"Quiet":   "zone:string days:[]integer from:string until:string paused_until:string quiet:boolean changes:string",

	"PushKeys": "p256dh:string auth:string",
	"PushSubscription": "id:string session:string endpoint:string browser:string platform:string last_result:string last_tried:string " +
		"last_success:string created:string updated:string",

	"Health":         health,
	"DetailedHealth": health + " build:string failing:[]string goroutines:integer",
	"Connections":    "connections:integer",
	"PartStatus":     "name:string ok:boolean vital:boolean probe_ms:number error:string facts:object|null",
	"Sample":         "at:string sockets:integer waiting:integer behind:integer messages:integer message_ms:number live_bytes:integer",

	// The doors of the original have their own shapes.
	"DoorUser":    "id:string name:string role:Role avatar_url:string|null",
	"DoorBody":    "plain_text:string html:string",
	"DoorRoom":    "id:string",
	"DoorMessage": "id:string created_at:string body:DoorBody creator:DoorUser room:DoorRoom url:string",
	"DoorBoosted": "id:string url:string",
	"DoorBoost":   "id:string content:string created_at:string booster:DoorUser message:DoorBoosted",

	// What PocketBase's record API adds to a record.
	"MessageRecord": record + schemaMessage + " expand?:object",
	"BoostRecord":   record + "id:string message:string room:string booster:string author:string content:string created:string updated:string expand?:object",
	"RoomRecord": record + "id:string kind:RoomKind name:string creator:string members?:[]string head_rseq:integer last_message_at:string " +
		"created:string updated:string expand?:object",
	"MembershipRecord": record + "id:string room:string user:string involvement?:Involvement read_rseq?:integer created:string updated:string " +
		"expand?:object",
	"UserRecord": record + "id:string name:string bio:string role:Role status:Status email?:string emailVisibility:boolean verified:boolean " +
		"created:string updated:string expand?:object",
	"AccountRecord": record + "id:string name:string join_code:string restrict_room_creation:boolean custom_styles:string " +
		"join_policy:string join_domains:string mail_notices:boolean mail_text:boolean mail_after:integer created:string updated:string",
	"Messages":    page + "[]MessageRecord",
	"Boosts":      page + "[]BoostRecord",
	"Rooms":       page + "[]RoomRecord",
	"Memberships": page + "[]MembershipRecord",
	"Users":       page + "[]UserRecord",
	"UserAuth":    "token:string record:UserRecord meta?:object",
}

const (
	health = "status:string durability:string websocket:Connections writer:object disk:object backups:object log:object memory:object jobs:object push:object webhooks:object mail:object search:object"

	record        = "collectionId:string collectionName:string "
	page          = "page:integer perPage:integer totalItems:integer totalPages:integer items:"
	schemaMessage = "id:string room:string author:string client_message_id:string body:string body_text:string kind:MessageKind sound:string " +
		"seq:integer rseq:integer version:integer edited:boolean mentions:[]string boosts:[]Boost created:string updated:string"
)
