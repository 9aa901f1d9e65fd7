package queue

import (
	"errors"
	"slices"
	"sync"
	"testing"
)

func TestOrder(t *testing.T) {
	q := New[int](10)
	for i := range 5 {
		if err := q.Put(i); err != nil {
			t.Fatal(err)
		}
	}
	if q.Len() != 5 {
		t.Errorf("Len = %d, want 5", q.Len())
	}
	got, ok := q.Take()
	if want := []int{0, 1, 2, 3, 4}; !ok || !slices.Equal(got, want) {
		t.Errorf("Take = %v, %v, want %v", got, ok, want)
	}
}

func TestClose(t *testing.T) {
	q := New[string](2)
	q.Put("last")
	q.Close()
	if err := q.Put("late"); !errors.Is(err, ErrClosed) {
		t.Errorf("Put after Close: %v, want %v", err, ErrClosed)
	}
	if got, ok := q.Take(); !ok || !slices.Equal(got, []string{"last"}) {
		t.Errorf("Take after Close = %v, %v", got, ok)
	}
	if _, ok := q.Take(); ok {
		t.Error("a closed and empty queue is not at its end")
	}
}

// Many goroutines put into a queue that is much too small for them.
func TestBackPressure(t *testing.T) {
	const producers, each = 8, 50
	q := New[int](2)
	var wg sync.WaitGroup
	for range producers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range each {
				if err := q.Put(i); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	go func() {
		wg.Wait()
		q.Close()
	}()

	total := 0
	for {
		items, ok := q.Take()
		if !ok {
			break
		}
		if len(items) > 2 {
			t.Errorf("%d items in a queue of 2", len(items))
		}
		total += len(items)
	}
	if total != producers*each {
		t.Errorf("%d items, want %d", total, producers*each)
	}
}

func TestCloseWakesTaker(t *testing.T) {
	q := New[int](1)
	ended := make(chan bool, 1)
	go func() {
		_, ok := q.Take()
		ended <- ok
	}()
	q.Close()
	if <-ended {
		t.Error("Take found something in an empty queue")
	}
}
