package webhook

import (
	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

// FindTogether looks calls up as if all of them had been asked for while another query was running.
func FindTogether(app core.App, asked []collections.Calling) ([]collections.Call, error) {
	l := &lookup{app: app}
	all := make([]*question, len(asked))
	for i, what := range asked {
		all[i] = &question{Calling: what}
	}
	l.waiting = append(l.waiting, all...)
	_, err := l.find(collections.Calling{})
	calls := make([]collections.Call, len(all))
	for i, one := range all {
		calls[i] = one.call
		if one.err != nil || !one.answered {
			return calls, one.err
		}
	}
	return calls, err
}
