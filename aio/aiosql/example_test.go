package aiosql_test

import (
	"context"
	"fmt"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aiosql"
)

// names is the code as it would be without aio, but for co.
func names(co aio.Context, db *aiosql.DB) ([]string, error) {
	rows, err := db.QueryContext(co, "rows")
	if err != nil {
		return nil, err
	}
	defer rows.Close(co)
	var all []string
	for rows.Next(co) {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		all = append(all, name)
	}
	return all, rows.Err()
}

func Example() {
	err := aio.Run(context.Background(), func(co aio.Context) error {
		db := aiosql.OpenDB(&fake{})
		defer db.Close(co)
		all, err := names(co, db)
		fmt.Println(all)
		return err
	})
	fmt.Println(err)
	// Output:
	// [a b c]
	// <nil>
}
