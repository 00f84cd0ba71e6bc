package database_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"campfire/internal/database"
)

func TestADamagedTableIsFound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	db, err := database.Connect("OFF")(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"CREATE TABLE whole (x TEXT)", "CREATE TABLE damaged (x TEXT)", "CREATE INDEX damaged_x ON damaged (x)",
		"INSERT INTO whole VALUES ('fine')",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO damaged SELECT 'row ' || i FROM n",
	} {
		if _, err := db.NewQuery(statement).Execute(); err != nil {
			t.Fatal(err)
		}
	}
	if err := database.Check(context.Background(), db.DB()); err != nil {
		t.Fatalf("a whole database: %v", err)
	}
	var page, size int64
	if err := db.NewQuery("SELECT rootpage FROM sqlite_schema WHERE name = 'damaged'").Row(&page); err != nil {
		t.Fatal(err)
	}
	if err := db.NewQuery("PRAGMA page_size").Row(&size); err != nil {
		t.Fatal(err)
	}
	if err := database.Fold(db.DB()); err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteAt([]byte(strings.Repeat("\xff", 64)), (page-1)*size+12); err != nil {
		t.Fatal(err)
	}
	_ = file.Close()
	if db, err = database.Connect("OFF")(path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	err = database.Check(context.Background(), db.DB())
	if !errors.Is(err, database.ErrCorrupt) || !strings.Contains(err.Error(), "table damaged") {
		t.Errorf("a damaged table: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := database.Check(ctx, db.DB()); errors.Is(err, database.ErrCorrupt) && !strings.Contains(err.Error(), "canceled") {
		t.Errorf("a check that was broken off: %v", err)
	}
}
