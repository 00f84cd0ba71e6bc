package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Wishes is the collection of who wants which feature that is off. It stays on this server; an administrator counts it
// in the dashboard.
const Wishes = "wishes"

const (
	WishUser    = "user"
	WishFeature = "feature"
)

// Features that one may wish for.
const (
	WishFiles    = "files"
	WishAvatars  = "avatars"
	WishPreviews = "previews"
)

// WishFeatures lists them.
var WishFeatures = []string{WishFiles, WishAvatars, WishPreviews}

func wishesSchema(users string) *core.Collection {
	c := core.NewBaseCollection(Wishes)
	user := relation(WishUser, users)
	user.CascadeDelete = true
	c.Fields.Add(user, &core.SelectField{Name: WishFeature, Values: WishFeatures, MaxSelect: 1, Required: true})
	c.Fields.Add(autodates()...)
	// A wish counts once per person and feature (BEN-05).
	c.AddIndex("wishes_user_feature", true, "`user`, `feature`", "")
	return c
}

// AddWish stores a wish, unless it is there.
func AddWish(db dbx.Builder, user, feature, now string) error {
	_, err := db.NewQuery(`INSERT INTO wishes (id, user, feature, created, updated) VALUES ({:id}, {:user}, {:feature}, {:now}, {:now})
		ON CONFLICT (user, feature) DO NOTHING`).
		Bind(dbx.Params{"id": NewID(), "user": user, "feature": feature, "now": now}).Execute()
	return err
}

// WishesOf returns the features that user wants.
func WishesOf(db dbx.Builder, user string) ([]string, error) {
	features := []string{}
	err := db.Select(WishFeature).From(Wishes).Where(dbx.HashExp{WishUser: user}).OrderBy(WishFeature).Column(&features)
	return features, err
}
