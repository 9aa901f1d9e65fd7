// Package integration tests the files that bring asyncport into other tools:
// action.yml for GitHub, .pre-commit-hooks.yaml, and their pages in docs.
package integration
