package collections

import (
	"strconv"
	"strings"

	"github.com/pocketbase/dbx"
)

// Asked is a statement with ? on dbx, which wants names: a statement that stays prepared elsewhere is written with ?.
func Asked(db dbx.Builder, query string, args ...any) *dbx.Query {
	params := make(dbx.Params, len(args))
	var named strings.Builder
	for i, part := range strings.Split(query, "?") {
		if i > 0 {
			name := "p" + strconv.Itoa(i)
			named.WriteString("{:" + name + "}")
			params[name] = args[i-1]
		}
		named.WriteString(part)
	}
	return db.NewQuery(named.String()).Bind(params)
}
