package main

import (
	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/search"
)

// list is the query of PocketBase's record list, as its API builds it.
func list(app core.App, user *core.Record, like []string) ([]*core.Record, error) {
	messages, err := app.FindCachedCollectionByNameOrId(collections.Messages)
	if err != nil {
		return nil, err
	}
	query := app.RecordQuery(messages)
	info := &core.RequestInfo{Context: core.RequestInfoContextDefault, Method: "GET", Auth: user}
	resolver := core.NewRecordFieldResolver(app, messages, info, true)
	rule, err := search.FilterData(*messages.ListRule).BuildExpr(resolver)
	if err != nil {
		return nil, err
	}
	query.AndWhere(rule)
	resolver.SetAllowHiddenFields(false)
	records := []*core.Record{}
	_, err = search.NewProvider(resolver).Query(query).ParseAndExec(listQuery(like), &records)
	return records, err
}
