// Package aiotest runs tests of tasks under schedules that can be repeated.
package aiotest
