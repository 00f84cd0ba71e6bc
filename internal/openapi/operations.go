package openapi

// operation is one call, as short as it can be said: answers are a status and a schema in our notation, several of them
// apart by a semicolon; refusals are statuses that come with a Refusal.
type operation struct {
	route, id, summary, who string
	query, body             string
	answers, refusals       string
}

// Who may make a call.
const (
	anyone         = "Anyone"
	signedIn       = "People and bots"
	people         = "People, not bots"
	administrators = "Administrators"
	keyInPath      = "Bots, by the key in the path"
	operators      = "The machine itself, the dashboard, and METRICS_TOKEN"
)

// Operations by the page of docs/api that explains them.
var operations = map[string][]operation{
	"sign-in": {
		{"GET /api/chat/setup", "getSetup", "Say whether the first run is to come, and how one signs in", anyone, "", "",
			"200 needed:boolean account:AccountCard|null auth_methods:AuthMethods version:string", ""},
		{"POST /api/chat/setup", "setUp", "Make the account and its first administrator, once", anyone, "",
			"name:string email:string password:string", "201 SignedIn", "400 410"},
		{"POST /api/chat/session", "signIn", "Sign in by password, code or provider", anyone, "",
			"identity?:string password?:string otp_id?:string code?:string mfa_id?:string provider_code?:string state?:string",
			"200 SignedIn", "400 401 403 429"},
		{"DELETE /api/chat/session", "signOut", "End this session", signedIn, "", "", "204", "401"},
		{"GET /api/chat/join/{code}", "getJoin", "Look at a join link", anyone, "", "", "200 account:AccountCard auth_methods:AuthMethods", "403 404"},
		{"POST /api/chat/join/{code}", "join", "Become a member by a join link", anyone, "", "name:string email:string password:string",
			"200 SignedIn", "400 403 404 429"},
		{"POST /api/chat/transfers", "createTransfer", "Make a sign-in link that works once", people, "", "user?:string",
			"200 url:string expires:string seconds:integer", "401 403 404"},
		{"POST /api/chat/transfers/{token}", "redeemTransfer", "Sign in by a sign-in link", anyone, "", "", "200 SignedIn", "404"},
		{"POST /api/chat/oauth2/{provider}", "goToProvider", "Ask where to go to sign in with a provider", anyone, "", "join_code?:string mfa_id?:string",
			"200 url:string", "403 404"},
		{"DELETE /api/chat/oauth2/{provider}", "disconnectProvider", "Take the connection to a provider away", people, "", "", "204", "401 403 404"},
		{"POST /session/oauth2", "returnFromProvider", "Come back from a provider that posts its answer", anyone, "", "", "303", ""},
		{"POST /api/collections/users/auth-with-password", "authWithPassword", "Sign in as the SDK does", anyone, "expand?:string fields?:string",
			"identity:string password:string", "200 UserAuth", "400 401 403 429"},
		{"POST /api/collections/users/auth-refresh", "authRefresh", "Renew a token, as the SDK does", signedIn, "expand?:string fields?:string", "",
			"200 UserAuth", "401 403 404"},
		{"GET /api/chat/sessions", "listSessions", "List the devices that one is signed in on", signedIn, "", "", "200 sessions:[]Session", "401"},
		{"DELETE /api/chat/sessions", "endOtherSessions", "End all sessions but this one", signedIn, "", "", "204", "401"},
		{"DELETE /api/chat/sessions/{id}", "endSession", "End one session", signedIn, "", "", "204", "401 404"},
		{"GET /api/chat/devices", "listNewDevices", "List the devices that one has not confirmed yet", people, "", "", "200 devices:[]NewDevice", "401 403"},
		{"POST /api/chat/devices/{id}/confirm", "confirmDevice", "Say that a new device is one's own", people, "", "", "204", "401 403 404"},
		{"DELETE /api/chat/devices/{id}", "refuseDevice", "Say that a new device is not one's own, and sign it out", people, "", "", "204", "401 403 404"},
	},
	"users": {
		{"GET /api/collections/users/records", "listUsers", "List people and bots", signedIn, records, "", "200 Users", "400 403"},
		{"GET /api/collections/users/records/{id}", "getUser", "Look at one", signedIn, record1, "", "200 UserRecord", "404"},
		{"PATCH /api/collections/users/records/{id}", "updateUser", "Change a role or a status", administrators, record1,
			"role?:Role status?:Status name?:string bio?:string", "200 UserRecord", "400 403 404"},
		{"PATCH /api/chat/me", "updateMe", "Change oneself", people, "",
			"name?:string bio?:string email?:string password?:string current_password?:string", "200 user:User token?:string", "400 401 403 429"},
		{"POST /api/chat/users/{id}/ban", "ban", "Ban somebody", administrators, "", "",
			"200 user:User blocked:integer not_blockable:integer", "400 401 403 404"},
		{"DELETE /api/chat/users/{id}/ban", "liftBan", "Lift a ban", administrators, "", "", "200 user:User", "401 403 404"},
	},
	"account": {
		{"GET /api/collections/account/records/{id}", "getAccount", "Look at the account", signedIn, record1, "", "200 AccountRecord", "404"},
		{"PATCH /api/collections/account/records/{id}", "updateAccount", "Change the account", administrators, record1,
			"name?:string restrict_room_creation?:boolean custom_styles?:string join_policy?:string join_domains?:string " +
				"mail_notices?:boolean mail_text?:boolean mail_after?:integer", "200 AccountRecord", "400 404"},
		{"POST /api/chat/account/join_code", "renewJoinCode", "Replace the join link", administrators, "", "", "200 join_code:string", "401 403"},
		{"GET /custom.css", "getCustomStyles", "The account's own style sheet", anyone, "", "", "200 text/css; 304", ""},
		{"GET /webmanifest.json", "getManifest", "What a browser needs to install the app", anyone, "", "", "200 application/manifest+json; 304", ""},
	},
	"flags": {
		{"GET /api/chat/flags", "getFlags", "What is switched on", signedIn, "", "", "200 Flags; 304", "401"},
		{"PATCH /api/chat/flags", "updateFlags", "Switch something", administrators, "", "version:integer changes:object", "200 Flags", "400 401 403 409"},
		{"GET /api/chat/wishes", "listWishes", "Which features one asked for", people, "", "", "200 wishes:[]string", "401 403"},
		{"POST /api/chat/wishes", "wish", "Ask for a feature", people, "", "feature:files|avatars|previews", "200 wishes:[]string", "400 401 403"},
	},
	"uploads": {
		{"POST /api/chat/uploads", "upload", "The door of files, which is shut", signedIn, "", "", "", "401 403 501"},
		{"POST /api/chat/avatar", "uploadAvatar", "The door of pictures, which is shut", people, "", "", "", "401 403 501"},
		{"POST /api/chat/logo", "uploadLogo", "The door of the logo, which is shut", administrators, "", "", "", "401 403 501"},
		{"POST /api/chat/unfurl", "unfurl", "The door of link previews, which is shut", signedIn, "", "", "", "401 403 501"},
	},
	"notifications": {
		{"GET /api/chat/push_subscriptions", "listPushSubscriptions", "List the browsers that get pushes", people, "", "",
			"200 public_key:string session:string subscriptions:[]PushSubscription", "401 403"},
		{"POST /api/chat/push_subscriptions", "subscribeToPush", "Have pushes in this browser", people, "", "endpoint:string keys:PushKeys",
			"200 id:string", "400 401 403"},
		{"DELETE /api/chat/push_subscriptions/{id}", "deletePushSubscription", "Have no pushes any more", people, "", "", "204", "401 404"},
		{"POST /api/chat/push_subscriptions/{id}/test", "testPushSubscription", "Send a push to try", people, "", "", "202", "401 403 404"},
		{"GET /api/chat/notifications", "listNotifications", "What mentions one, and boosts on one's messages", people,
			"filter?:string before?:string limit?:integer", "", "200 NotificationPage", "400 401 403"},
		{"POST /api/chat/notifications/seen", "markSeen", "Say what one has seen of them", people, "", "seq:integer only?:boolean",
			"200 NotificationState", "400 401 403 404 503"},
		{"GET /api/chat/quiet", "getQuiet", "One's quiet hours", people, "", "", "200 Quiet", "401 403"},
		{"PATCH /api/chat/quiet", "updateQuiet", "Change one's quiet hours, or pause", people, "",
			"zone?:string days?:[]integer from?:string until?:string pause?:string", "200 Quiet", "400 401 403"},
		{"GET /api/chat/mailing", "getMailing", "How often one is mailed what is unread", people, "", "", "200 Mailing", "401 403"},
		{"PATCH /api/chat/mailing", "updateMailing", "Say how often", people, "", "pace:Pace", "200 Mailing", "400 401 403"},
		{"POST /unsubscribe/{token}", "unsubscribe", "End the mails of whoever has the link", anyone, "", "", "204", "404"},
	},
	"health": {
		{"GET /up", "up", "Say that it serves", anyone, "", "", "200 text/plain", ""},
		{"GET /health", "health", "Say whether the chat works", anyone, "", "", "200 Health; 503 Health", ""},
		{"GET /health/detailed", "healthDetailed", "Say what does not work", operators, "", "", "200 DetailedHealth; 503 DetailedHealth", "403"},
		{"GET /metrics", "metrics", "Tell Prometheus", operators, "", "", "200 text/plain", "403"},
		{"GET /api/chat/status", "status", "Say how the server is and was in the last hour", administrators, "", "",
			"200 status:string build:string durability:string started:string parts:[]PartStatus every_seconds:integer samples:[]Sample", "401 403"},
		{"GET /api/chat/openapi.json", "openapi", "This description", anyone, "", "", "200 object; 304", ""},
	},
}
