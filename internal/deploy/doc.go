// Package deploy holds the Dockerfile and what is in deploy/ to its word. There is nothing in it but tests.
package deploy
