package openapi

// What PocketBase's record API takes in an address.
const (
	record1 = "expand?:string fields?:string"
	records = "page?:integer perPage?:integer sort?:string filter?:string skipTotal?:boolean " + record1
)

// chat are the calls about rooms and what is said in them.
var chat = map[string][]operation{
	"events": {
		{"GET /api/chat/bootstrap", "bootstrap", "Everything that a client needs before it follows the log", signedIn, "", "", "200 Bootstrap", "401"},
		{"GET /api/chat/events", "listEvents", "The log, for clients that poll", signedIn, "epoch:string since:integer limit?:integer", "",
			"200 Events", "400 401"},
		{"GET /api/chat/socket", "openSocket", "Follow the log by WebSocket", signedIn, "", "", "101", "401 403"},
		{"GET /api/realtime", "openRealtime", "Open PocketBase's stream of events", anyone, "", "", "200 text/event-stream", ""},
		{"POST /api/realtime", "subscribe", "Say which topics the stream carries", signedIn, "", "clientId:string subscriptions:[]string", "204", "400 401 403 404"},
	},
	"messages": {
		{"GET /api/chat/rooms/{room}/messages", "listPage", "A page of a room, in the order of its numbers", signedIn,
			"before?:integer after?:integer around?:integer limit?:integer", "", "200 MessagePage; 304", "400 401 404"},
		{"GET /api/collections/messages/records", "listMessages", "List messages", signedIn, records, "", "200 Messages", "400 403"},
		{"GET /api/collections/messages/records/{id}", "getMessage", "Look at one", signedIn, record1, "", "200 MessageRecord", "404"},
		{"POST /api/collections/messages/records", "createMessage", "Send a message", signedIn, record1,
			"room:string body:string client_message_id?:string", "200 MessageRecord", "400 401 403 404 409 410 413 429 503"},
		{"PATCH /api/collections/messages/records/{id}", "updateMessage", "Edit a message", signedIn, record1, "body:string",
			"200 MessageRecord", "400 401 403 404 413 429 503"},
		{"DELETE /api/collections/messages/records/{id}", "deleteMessage", "Delete a message", signedIn, "", "", "204", "401 403 404 503"},
	},
	"boosts": {
		{"GET /api/collections/boosts/records", "listBoosts", "List boosts", signedIn, records, "", "200 Boosts", "400 403"},
		{"GET /api/collections/boosts/records/{id}", "getBoost", "Look at one", signedIn, record1, "", "200 BoostRecord", "404"},
		{"POST /api/collections/boosts/records", "createBoost", "Give a boost", signedIn, record1, "message:string content:string",
			"200 BoostRecord", "400 401 404 429 503"},
		{"DELETE /api/collections/boosts/records/{id}", "deleteBoost", "Take a boost back", signedIn, "", "", "204", "401 403 404 503"},
	},
	"rooms": {
		{"GET /api/collections/rooms/records", "listRooms", "List the rooms that one is in", signedIn, records, "", "200 Rooms", "400 403"},
		{"GET /api/collections/rooms/records/{id}", "getRoom", "Look at one", signedIn, record1, "", "200 RoomRecord", "404"},
		{"POST /api/collections/rooms/records", "createRoom", "Make a room, or find the ping of these people", signedIn, record1,
			"kind:RoomKind name?:string members?:[]string", "200 RoomRecord", "400 401 403"},
		{"PATCH /api/collections/rooms/records/{id}", "updateRoom", "Rename, open or close a room, or say who is in it", signedIn, record1,
			"kind?:RoomKind name?:string members?:[]string", "200 RoomRecord", "400 401 403 404"},
		{"DELETE /api/collections/rooms/records/{id}", "deleteRoom", "Delete a room with everything in it", signedIn, "", "", "204", "401 403 404"},
		{"GET /api/chat/rooms/{room}/members", "listMembers", "Who is in a room", signedIn, "", "", "200 members:[]string", "401 404"},
		{"POST /api/chat/rooms/{room}/read", "markRead", "Say how far one has read", signedIn, "", "rseq:integer unread?:boolean", "200 Unread", "400 401 404"},
	},
	"memberships": {
		{"GET /api/collections/memberships/records", "listMemberships", "Who is in the rooms that one is in", signedIn, records, "", "200 Memberships", "400 403"},
		{"GET /api/collections/memberships/records/{id}", "getMembership", "Look at one", signedIn, record1, "", "200 MembershipRecord", "404"},
		{"POST /api/collections/memberships/records", "createMembership", "Bring somebody into a closed room", signedIn, record1,
			"room:string user:string", "200 MembershipRecord", "400 401 403 404"},
		{"PATCH /api/collections/memberships/records/{id}", "updateMembership", "Say how much one wants to hear", signedIn, record1,
			"involvement:Involvement", "200 MembershipRecord", "400 401 404"},
		{"DELETE /api/collections/memberships/records/{id}", "deleteMembership", "Take somebody out, or leave", signedIn, "", "", "204", "400 401 403 404"},
	},
	"search": {
		{"GET /api/chat/search", "search", "Find messages", signedIn,
			"q:string room?:string from?:string before?:string after?:string has?:string unread?:string cursor?:string limit?:integer", "",
			"200 SearchPage", "400 401 403 404 429 503"},
		{"GET /api/chat/searches", "listSearches", "One's last searches", signedIn, "", "", "200 Searches", "401 403"},
		{"POST /api/chat/searches", "rememberSearch", "Remember a search", signedIn, "", "query:string", "200 Searches", "400 401 403"},
		{"DELETE /api/chat/searches", "forgetSearches", "Forget all searches", signedIn, "", "", "204", "401 403"},
		{"DELETE /api/chat/searches/{id}", "forgetSearch", "Forget one search", signedIn, "", "", "204", "401 403"},
	},
	"bots": {
		{"GET /api/chat/bots", "listBots", "List the bots", administrators, "", "", "200 bots:[]Bot deliveries:boolean", "401 403"},
		{"POST /api/chat/bots", "createBot", "Make a bot, with a first key", administrators, "",
			"name:string webhook_url?:string webhook_rooms?:[]string", "200 user:Bot key:string webhook_secret?:string", "400 401 403"},
		{"PATCH /api/chat/bots/{id}", "updateBot", "Change a bot", administrators, "", "name?:string webhook_url?:string webhook_rooms?:[]string",
			"200 user:Bot webhook_secret?:string", "400 401 403 404"},
		{"DELETE /api/chat/bots/{id}", "deleteBot", "Deactivate a bot and end its keys", administrators, "", "", "204", "401 403 404"},
		{"POST /api/chat/bots/{id}/keys", "createKey", "Make another key", administrators, "", "KeyForm", "200 NewKey", "400 401 403 404"},
		{"PATCH /api/chat/bots/{id}/keys/{key}", "updateKey", "Change what a key is for", administrators, "", "KeyForm", "200 entry:Key", "400 401 403 404"},
		{"POST /api/chat/bots/{id}/keys/{key}/rotate", "rotateKey", "Put a new key in place of one", administrators, "", "", "200 NewKey", "400 401 403 404"},
		{"DELETE /api/chat/bots/{id}/keys/{key}", "deleteKey", "End a key", administrators, "", "", "204", "400 401 403 404"},
		{"GET /rooms/{room}/{key}/messages", "listForBot", "The original's page of messages", keyInPath, "before?:string after?:string", "",
			"200 []DoorMessage", "401 403 404 429"},
		{"POST /rooms/{room}/{key}/messages", "createForBot", "Send a message as to the original", keyInPath, "", text, "201",
			"400 401 403 404 409 413 422 429 503"},
		{"GET /rooms/{room}/{key}/messages/{id}", "showForBot", "Look at one message as at the original", keyInPath, "", "", "200 DoorMessage", "401 403 404"},
		{"PUT /rooms/{room}/{key}/messages/{id}", "replaceForBot", "Edit as in the original", keyInPath, "", text, "200 DoorMessage", "400 401 403 404 413 422 429 503"},
		{"PATCH /rooms/{room}/{key}/messages/{id}", "editForBot", "Edit as in the original", keyInPath, "", text, "200 DoorMessage", "400 401 403 404 413 422 429 503"},
		{"DELETE /rooms/{room}/{key}/messages/{id}", "deleteForBot", "Delete as in the original", keyInPath, "", "", "204", "401 403 404 503"},
		{"POST /rooms/{room}/{key}/messages/{id}/boosts", "boostForBot", "Give a boost as in the original", keyInPath, "", text, "201 DoorBoost",
			"400 401 403 404 413 422 429 503"},
		{"DELETE /rooms/{room}/{key}/messages/{id}/boosts/{boost}", "unboostForBot", "Take a boost back as in the original", keyInPath, "", "", "204", "401 403 404 503"},
	},
	"webhooks": {
		{"GET /api/chat/bots/{id}/deliveries", "listDeliveries", "What a bot was told, and what it answered", administrators, "limit?:integer before?:string", "",
			"200 items:[]Delivery next:string", "400 401 403 404"},
		{"POST /api/chat/bots/{id}/deliveries/{delivery}/retry", "retryDelivery", "Tell a bot once more", administrators, "", "", "202 Delivery", "401 403 404 409"},
		{"POST /api/chat/bots/{id}/webhook/test", "testWebhook", "Call a bot and see how it goes", administrators, "", "", "200 Delivery", "400 401 403 404"},
		{"POST /api/chat/bots/{id}/webhook/secret", "renewWebhookSecret", "Give a webhook another secret", administrators, "", "", "200 secret:string", "400 401 403 404"},
		{"POST /hooks/{key}", "receiveSlack", "Take what is written for Slack's incoming webhooks", keyInPath, "",
			"text?:string blocks?:[]object attachments?:[]object mrkdwn?:boolean", "200 text/plain", "400 401 403 404 409 413 429 503"},
	},
}
