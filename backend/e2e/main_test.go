package e2e

import (
	"testing"

	"relevo/backend/e2e/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }
