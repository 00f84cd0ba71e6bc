package hooks

import "github.com/pocketbase/pocketbase/core"

// bindRoutes lists every route of ours. It runs on serve, when the parts exist.
func (p *plugin) bindRoutes(se *core.ServeEvent) error {
	p.bindSecurity(se)
	p.bindSecrets(se)
	p.bindAuthentication(se)
	p.bindQueries(se)
	p.bindUploads(se)
	chat := se.Router.Group("/api/chat")
	p.routeSetup(chat)
	p.routeSessions(chat)
	p.routeBootstrap(chat)
	p.routeMessages(se, chat)
	p.routeRead(chat)
	p.routeMembers(chat)
	p.routeMe(chat)
	p.routeAccount(se, chat)
	p.routeTransfers(chat)
	p.routeProviders(se, chat)
	p.routeBans(chat)
	p.routeFlags(chat)
	p.routeUploads(chat)
	p.routeWishes(chat)
	p.routeBots(chat)
	p.routeDeliveries(chat)
	p.routePush(chat)
	p.routeQuiet(chat)
	p.routeSearches(chat)
	p.routeEvents(chat)
	p.routeSocket(chat)
	p.routeOpenAPI(chat)
	p.routeBotDoors(se)
	p.routeIncoming(se)
	p.routeHealth(se)
	return p.routePublic(se)
}
