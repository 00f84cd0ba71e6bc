package hooks

import (
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"campfire/collections"
	"campfire/internal/search"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// routeSearches is what people ask of the index, and what they asked last.
func (p *plugin) routeSearches(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/search", p.searchMessages).Bind(apis.SkipSuccessActivityLog())
	chat.GET("/searches", p.listSearches).Bind(apis.SkipSuccessActivityLog())
	chat.POST("/searches", p.rememberSearch)
	chat.DELETE("/searches", p.forgetSearches)
	chat.DELETE("/searches/{id}", p.forgetSearches)
}

// searcher is the caller, where search is on.
func (p *plugin) searcher(e *core.RequestEvent) (*core.Record, error) {
	user, err := caller(e)
	if err == nil && !p.flags.Now().Search {
		err = errSearchOff
	}
	return user, err
}

func (p *plugin) searchMessages(e *core.RequestEvent) error {
	user, err := p.searcher(e)
	if err != nil {
		return refuse(e, err)
	}
	if ok, wait := p.searches.Allow(user.Id); !ok {
		return tooMany(e, wait)
	}
	request, err := readSearch(e.Request, user.Id, scopeOf(e))
	if err != nil {
		return refuse(e, err)
	}
	began := time.Now()
	answer, err := p.index.Search(e.Request.Context(), request)
	p.metrics.Read("search", began)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, answer)
}

func readSearch(r *http.Request, user string, scope *collections.Scope) (search.Request, error) {
	query := r.URL.Query()
	request := search.Request{
		User: user, Scope: scope, Text: query.Get("q"), Room: query.Get("room"), From: query.Get("from"), Before: query.Get("before"),
		After: query.Get("after"), Has: query.Get("has"), Cursor: query.Get("cursor"), Limit: search.PageDefault,
	}
	switch query.Get("unread") {
	case "", "0", "false":
	case "1", "true":
		request.Unread = true
	default:
		return request, wrongType{"unread"}
	}
	if value := query.Get("limit"); value != "" {
		limit, err := strconv.Atoi(value)
		if err != nil || limit < 1 {
			return request, wrongType{"limit"}
		}
		request.Limit = min(limit, search.PageMax)
	}
	return request, nil
}

func (p *plugin) listSearches(e *core.RequestEvent) error {
	user, err := p.searcher(e)
	if err != nil {
		return refuse(e, err)
	}
	return answerSearches(e, user.Id)
}

// rememberSearch is for a search that somebody meant: the ones while they type are not worth keeping.
func (p *plugin) rememberSearch(e *core.RequestEvent) error {
	user, err := p.searcher(e)
	if err != nil {
		return refuse(e, err)
	}
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	query, err := text(body, collections.SearchQuery)
	if err != nil {
		return refuse(e, err)
	}
	query = strings.Join(strings.Fields(query), " ")
	if query == "" || strings.ContainsRune(query, 0) || utf8.RuneCountInString(query) > collections.SearchQueryMax {
		return refuse(e, errQuery)
	}
	err = e.App.RunInTransaction(func(tx core.App) error {
		return collections.RememberSearch(tx.DB(), user.Id, query, collections.Time(time.Now()))
	})
	if err != nil {
		return refuse(e, err)
	}
	return answerSearches(e, user.Id)
}

// forgetSearches clears them all, or the one that the address names. One that is gone already is no error.
func (p *plugin) forgetSearches(e *core.RequestEvent) error {
	user, err := p.searcher(e)
	if err != nil {
		return refuse(e, err)
	}
	if err := collections.ForgetSearches(e.App.DB(), user.Id, e.Request.PathValue("id")); err != nil {
		return refuse(e, err)
	}
	return e.NoContent(http.StatusNoContent)
}

func answerSearches(e *core.RequestEvent, user string) error {
	searches, err := collections.SearchesOf(e.App.DB(), user)
	if err != nil {
		return refuse(e, err)
	}
	return e.JSON(http.StatusOK, map[string]any{"searches": searches})
}
