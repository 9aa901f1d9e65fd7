package aio_test

import (
	"context"
	"fmt"

	"github.com/asyncport/asyncport/aio"
)

// At most two of the tasks are active at a time; Go waits for a free place.
func ExampleGroup_SetLimit() {
	_ = aio.Run(context.Background(), func(co aio.Context) error {
		var g aio.Group
		g.SetLimit(2)
		active, most := 0, 0
		for range 10 {
			g.Go(co, func(co aio.Context) error {
				active++
				most = max(most, active)
				aio.Yield(co) // the work
				active--
				return nil
			})
		}
		err := g.Wait(co)
		fmt.Println(most, err)
		return err
	}, aio.WithPolicy(aio.Serial))
	// Output: 2 <nil>
}
