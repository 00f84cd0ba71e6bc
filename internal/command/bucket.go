package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"campfire/internal/backup"
)

const (
	// inBucket is how the name of a backup begins that lies in a bucket.
	inBucket = "s3://"
	// amazon is where a bucket is when nobody names an endpoint, and in which region.
	amazon = "us-east-1"
)

// fetchBackup brings a backup from a bucket, with the keys that every program for S3 finds in the environment.
func fetchBackup(ctx context.Context, dataDir, name string) (string, error) {
	bucket, key, _ := strings.Cut(strings.TrimPrefix(name, inBucket), "/")
	if bucket == "" || key == "" || strings.HasSuffix(key, "/") {
		return "", fmt.Errorf("%s names no backup; write s3://BUCKET/NAME", name)
	}
	region := cmp.Or(os.Getenv("AWS_REGION"), os.Getenv("AWS_DEFAULT_REGION"), amazon)
	from := backup.Bucket{
		Name: bucket, Region: region, Endpoint: cmp.Or(os.Getenv("AWS_ENDPOINT_URL_S3"), os.Getenv("AWS_ENDPOINT_URL"), "https://s3."+region+".amazonaws.com"),
		AccessKey: os.Getenv("AWS_ACCESS_KEY_ID"), Secret: os.Getenv("AWS_SECRET_ACCESS_KEY"),
	}
	if from.AccessKey == "" || from.Secret == "" {
		return "", errors.New("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the keys of the bucket, and AWS_ENDPOINT_URL if it is not Amazon's")
	}
	return backup.Fetch(ctx, dataDir, from, key)
}
