package hooks

import (
	"net/http"
	"net/url"
	"slices"

	"campfire/collections"

	"github.com/ganigeorgiev/fexpr"
	"github.com/pocketbase/pocketbase/tools/search"
)

// messageOrder turns the asked order of messages into the one that an index has: their numbers within a room, the order
// of the table across rooms. Both are the order in which they were sent. Sorting by a time would read and sort every
// message for one page, and would put them out of order where the clock was set back.
func messageOrder(query url.Values) (string, error) {
	inRoom := false
	if groups, err := fexpr.Parse(query.Get(search.FilterQueryParam)); err == nil {
		inRoom = namesRoom(groups)
	}
	column, known := "@rowid", []string{"created", "seq", "id", "@rowid", ""}
	if inRoom {
		column, known = collections.MessageRSeq, append(known, collections.MessageRSeq)
	}
	fields := search.ParseSortFromString(query.Get(search.SortQueryParam))
	for _, field := range fields {
		if !slices.Contains(known, field.Name) {
			return "", verdict{
				http.StatusBadRequest, "invalid", search.SortQueryParam,
				"Messages are sorted by created, seq or id, and by rseq where the filter says room = \"...\".",
			}.apiError()
		}
	}
	if fields[0].Direction == search.SortDesc {
		return "-" + column, nil
	}
	return column, nil
}

// namesRoom reports whether everything that a filter lets through is in one room.
func namesRoom(groups []fexpr.ExprGroup) bool {
	named := false
	for _, group := range groups {
		if group.Join == fexpr.JoinOr {
			return false
		}
		switch item := group.Item.(type) {
		case fexpr.Expr:
			named = named || item.Op == fexpr.SignEq && item.Left.Type == fexpr.TokenIdentifier &&
				item.Left.Literal == collections.MessageRoom && item.Right.Type == fexpr.TokenText
		case []fexpr.ExprGroup:
			named = named || namesRoom(item)
		}
	}
	return named
}
