package collections

import (
	"database/sql"
	"errors"
)

// IsNotFound reports whether err says that a query found no row.
func IsNotFound(err error) bool {
	return errors.Is(err, sql.ErrNoRows)
}
