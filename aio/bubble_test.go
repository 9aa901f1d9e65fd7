//go:build go1.25

package aio

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Given a bubble of testing/synctest whose task has its turn under Serial, when another bubble enters the loop of the
// process, then it does not wait: each bubble has a loop of its own, which its goroutines share.
func TestBubblesHaveLoopsOfTheirOwnRule355(t *testing.T) {
	fresh(t, "serial")
	held, goOn := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		synctest.Test(t, func(*testing.T) {
			co, leave := Enter(context.Background())
			defer leave()
			close(held)
			<-goOn
			Sleep(co, time.Hour)
		})
	})
	<-held
	for range 2 { // the second time in a bubble that comes after another
		synctest.Test(t, func(t *testing.T) {
			co, leave := Enter(context.Background())
			n := 0
			go func() {
				co, leave := Enter(context.Background())
				defer leave()
				n++ // not before the other one sleeps
				Sleep(co, time.Minute)
			}()
			synctest.Wait()
			if n != 0 {
				t.Error("a goroutine of the bubble did not wait for its turn")
			}
			Sleep(co, time.Hour)
			if n != 1 {
				t.Error("a goroutine of the bubble got no turn")
			}
			leave()
		})
	}
	close(goOn)
	wg.Wait()
}

func TestBubbleOf(t *testing.T) {
	for header, want := range map[string]uint64{
		"goroutine 42 [running]:\n":                     0,
		"goroutine 42 [running, synctest bubble 7]:\n":  7,
		"goroutine 42 [running, synctest bubble 12":     0,
		"goroutine 42 [running, synctest bubble -1]:\n": 0,
	} {
		if got := bubbleOf([]byte(header)); got != want {
			t.Errorf("bubbleOf(%q) = %d, want %d", header, got, want)
		}
	}
	if _, bubble := goroutineAndBubble(); bubble != 0 {
		t.Errorf("outside of a bubble: %d", bubble)
	}
	synctest.Test(t, func(t *testing.T) {
		if _, bubble := goroutineAndBubble(); bubble == 0 {
			t.Error("a bubble is not seen")
		}
	})
}
