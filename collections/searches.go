package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Searches is the collection of what people searched for last.
const Searches = "searches"

const (
	SearchUser  = "user"
	SearchQuery = "query"
	// SearchTurn counts up with every search of a user: the order in which they were used, whatever the clock did.
	SearchTurn = "turn"
)

const (
	// RecentSearches is how many are kept for each user.
	RecentSearches = 10
	// SearchQueryMax bounds a query, in characters.
	SearchQueryMax = 500
)

// SearchView is a recent search as its user sees it.
type SearchView struct {
	ID      string `db:"id" json:"id"`
	Query   string `db:"query" json:"query"`
	Updated string `db:"updated" json:"updated"`
}

func searchesSchema(users string) *core.Collection {
	c := core.NewBaseCollection(Searches)
	user := relation(SearchUser, users)
	user.CascadeDelete = true
	c.Fields.Add(
		user,
		&core.TextField{Name: SearchQuery, Required: true, Max: SearchQueryMax},
		&core.NumberField{Name: SearchTurn, OnlyInt: true, Hidden: true},
	)
	c.Fields.Add(autodates()...)
	// The same search again moves to the front.
	c.AddIndex("searches_user_query", true, "`user`, `query`", "")
	// What somebody looks for is theirs alone. The chat routes write, so that there are never more than a few.
	own := `@request.auth.status = "active" && user = @request.auth.id`
	c.ListRule, c.ViewRule, c.DeleteRule = rule(own), rule(own), rule(own)
	return c
}

// SearchesOf returns the recent searches of user, the last one first.
func SearchesOf(db dbx.Builder, user string) ([]SearchView, error) {
	searches := []SearchView{}
	err := db.NewQuery("SELECT id, query, updated FROM searches WHERE user = {:user} ORDER BY turn DESC").
		Bind(dbx.Params{"user": user}).All(&searches)
	return searches, err
}

// RememberSearch puts a search in front of the others of user and forgets what is too many.
func RememberSearch(db dbx.Builder, user, query, now string) error {
	params := dbx.Params{"id": NewID(), "user": user, "query": query, "now": now, "keep": RecentSearches}
	for _, statement := range []string{
		`INSERT INTO searches (id, user, query, turn, created, updated)
			SELECT {:id}, {:user}, {:query}, COALESCE(MAX(turn), 0) + 1, {:now}, {:now} FROM searches WHERE user = {:user}
			ON CONFLICT (user, query) DO UPDATE SET turn = excluded.turn, updated = excluded.updated`,
		`DELETE FROM searches WHERE user = {:user}
			AND id NOT IN (SELECT id FROM searches WHERE user = {:user} ORDER BY turn DESC LIMIT {:keep})`,
	} {
		if _, err := db.NewQuery(statement).Bind(params).Execute(); err != nil {
			return err
		}
	}
	return nil
}

// ForgetSearches removes the recent searches of user, or one of them.
func ForgetSearches(db dbx.Builder, user, id string) error {
	which := dbx.HashExp{SearchUser: user}
	if id != "" {
		which["id"] = id
	}
	_, err := db.Delete(Searches, which).Execute()
	return err
}
