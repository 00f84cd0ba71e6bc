package job_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"campfire/internal/job"

	"github.com/pocketbase/pocketbase/core"
)

func TestG39TheNetworkIsNotForTransactions(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(server.Close)
	client := &http.Client{Transport: job.Guard(http.DefaultTransport)}
	call := func() {
		response, err := client.Get(server.URL)
		if err != nil {
			t.Error(err)
			return
		}
		_ = response.Body.Close()
	}
	call() // outside it works, or the rest means nothing
	d := newDesk(t)
	said := ""
	_ = d.RunInTransaction(func(core.App) error {
		defer func() { said, _ = recover().(string) }()
		call()
		return nil
	})
	if !strings.HasPrefix(said, "network inside a transaction: GET 127.0.0.1") {
		t.Errorf("a call inside a transaction says %q", said)
	}
	err := d.RunInTransaction(func(tx core.App) error {
		tx.TxInfo().OnComplete(func(error) error { call(); return nil }) // after the commit it may
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
