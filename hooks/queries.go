package hooks

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"campfire/collections"

	"github.com/ganigeorgiev/fexpr"
	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/pocketbase/pocketbase/tools/search"
)

// bindQueries judges filter, sort and expand of the record API before PocketBase runs them. Its rules hold what a list
// shows; they do not hold what an order tells, nor what a question costs.
func (p *plugin) bindQueries(se *core.ServeEvent) {
	se.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "campfireQueries", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority + 2, Func: judgeQuery,
	})
}

func judgeQuery(e *core.RequestEvent) error {
	path, ours := strings.CutPrefix(e.Request.URL.Path, "/api/collections/")
	if !ours || e.HasSuperuserAuth() {
		return e.Next()
	}
	name, rest, _ := strings.Cut(path, "/")
	collection, err := e.App.FindCachedCollectionByNameOrId(name)
	if err != nil {
		return e.Next() // PocketBase says that there is none
	}
	query := e.Request.URL.Query()
	if err := checkQuery(query); err != nil {
		return refuse(e, err)
	}
	if e.Request.Method != http.MethodGet || rest != "records" {
		return e.Next()
	}
	if collection.Name == collections.Messages {
		order, err := messageOrder(query)
		if err != nil {
			return refuse(e, err)
		}
		query.Set(search.SortQueryParam, order)
		e.Request.URL.RawQuery = query.Encode()
	}
	return explain(e.Next(), query)
}

// dearRelations lead back over an index that is not there: one question would read every message.
var dearRelations = []string{"messages_via_", "boosts_via_room", "boosts_via_booster", "boosts_via_author"}

func checkQuery(query url.Values) error {
	for _, parameter := range []string{search.FilterQueryParam, search.SortQueryParam, "expand"} {
		for _, relation := range dearRelations {
			if strings.Contains(withoutTexts(parameter, query.Get(parameter)), relation) {
				return verdict{
					http.StatusBadRequest, "invalid", parameter, "This relation is not followed backwards. List the messages of a room.",
				}.apiError()
			}
		}
	}
	for _, field := range search.ParseSortFromString(query.Get(search.SortQueryParam)) {
		name := field.Name[strings.LastIndexByte(field.Name, '.')+1:]
		// note: PocketBase hides addresses from filters and answers, and orders by them all the same: whoever moves their
		// own address about could find out another's.
		if name, _, _ = strings.Cut(name, ":"); name == core.FieldNameEmail {
			return verdict{http.StatusBadRequest, "invalid", search.SortQueryParam, "Nothing is sorted by an address."}.apiError()
		}
	}
	return nil
}

// withoutTexts is what a parameter says apart from the texts that a filter looks for.
func withoutTexts(parameter, value string) string {
	if parameter != search.FilterQueryParam {
		return value
	}
	var b strings.Builder
	for scanner := fexpr.NewScanner([]byte(value)); ; {
		token, err := scanner.Scan()
		if err != nil || token.Type == fexpr.TokenEOF {
			break // PocketBase reads it with the same scanner, no further than this
		}
		switch token.Type {
		case fexpr.TokenText:
		case fexpr.TokenGroup:
			b.WriteString(withoutTexts(parameter, token.Literal) + " ")
		case fexpr.TokenFunction:
			arguments, _ := token.Meta.([]fexpr.Token)
			for _, argument := range arguments {
				b.WriteString(argument.Literal + " ")
			}
		default:
			b.WriteString(token.Literal + " ")
		}
	}
	return b.String()
}

// explain says of a refused list what PocketBase keeps to itself.
func explain(err error, query url.Values) error {
	var api *router.ApiError
	asked := query.Get(search.FilterQueryParam) != "" || query.Get(search.SortQueryParam) != ""
	if asked && errors.As(err, &api) && api.Status == http.StatusBadRequest && len(api.Data) == 0 {
		return verdict{
			http.StatusBadRequest, "invalid", "", "The filter or the sort is malformed, or names a field that is not there or not yours to see.",
		}.apiError()
	}
	return err
}
