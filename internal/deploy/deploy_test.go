package deploy_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"campfire/internal/config"
	"campfire/internal/reliability/harness"

	"go.yaml.in/yaml/v3"
)

const root = "../.."

func TestMain(m *testing.M) {
	code := m.Run()
	harness.RemoveAll()
	os.Exit(code)
}

func read(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// documents reads every document of a YAML file.
func documents(t *testing.T, name string) (all []tree) {
	t.Helper()
	decoder := yaml.NewDecoder(bytes.NewReader([]byte(read(t, name))))
	for {
		var one any
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all = append(all, tree{one})
	}
}

// tree is a value of YAML or JSON.
type tree struct{ value any }

// at follows keys, and takes the first of every list on the way.
func (n tree) at(keys ...string) tree {
	for _, key := range keys {
		if list, ok := n.value.([]any); ok && len(list) > 0 {
			n.value = list[0]
		}
		fields, _ := n.value.(map[string]any)
		n.value = fields[key]
	}
	return n
}

// is reports whether a value is what want says in JSON.
func (n tree) is(want string) bool {
	raw, err := json.Marshal(n.value)
	return err == nil && string(raw) == want
}

func TestTheToolsAreContent(t *testing.T) {
	out, err := exec.Command(filepath.Join(root, ".ci", "deploy")).CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
	if !strings.Contains(string(out), "compose.yaml") || !strings.Contains(string(out), "Caddyfile") {
		t.Error("not every file was looked at")
	}
}

// One process on one disk, which stays when the process is replaced, and is asked whether it is up: on every platform.
func TestEveryPlatformHasOneProcessAndOneDisk(t *testing.T) {
	kubernetes := map[string]tree{}
	for _, one := range documents(t, "deploy/kubernetes.yaml") {
		kind, _ := one.at("kind").value.(string)
		kubernetes[kind] = one
	}
	pod := kubernetes["Deployment"].at("spec", "template", "spec")
	var railway any
	if err := json.Unmarshal([]byte(read(t, "deploy/railway.json")), &railway); err != nil {
		t.Fatal(err)
	}
	compose, tls := documents(t, "deploy/compose.yaml")[0].at("services", "campfire"), documents(t, "deploy/compose.tls.yaml")[0].at("services", "campfire")
	render := documents(t, "deploy/render.yaml")[0].at("services")
	for _, fact := range []struct {
		what string
		tree tree
		want string
	}{
		{"kubernetes: replicas", kubernetes["Deployment"].at("spec", "replicas"), "1"},
		{"kubernetes: strategy", kubernetes["Deployment"].at("spec", "strategy", "type"), `"Recreate"`},
		{"kubernetes: disk", kubernetes["PersistentVolumeClaim"].at("spec", "accessModes"), `["ReadWriteOnce"]`},
		{"kubernetes: mount", pod.at("containers", "volumeMounts", "mountPath"), `"/app/data"`},
		{"kubernetes: claim", pod.at("volumes", "persistentVolumeClaim", "claimName"), `"campfire"`},
		{"kubernetes: user", pod.at("securityContext", "runAsUser"), "10001"},
		{"kubernetes: group of the disk", pod.at("securityContext", "fsGroup"), "10001"},
		{"kubernetes: root file system", pod.at("containers", "securityContext", "readOnlyRootFilesystem"), "true"},
		{"kubernetes: startup", pod.at("containers", "startupProbe", "httpGet", "path"), `"/up"`},
		{"kubernetes: liveness", pod.at("containers", "livenessProbe", "httpGet", "path"), `"/up"`},
		{"kubernetes: readiness", pod.at("containers", "readinessProbe", "httpGet", "path"), `"/up"`},
		{"kubernetes: service", kubernetes["Service"].at("spec", "selector", "app"), `"campfire"`},
		{"kubernetes: stop", pod.at("terminationGracePeriodSeconds"), "15"},
		{"compose: volume", compose.at("volumes"), `["data:/app/data"]`},
		{"compose: port", compose.at("ports"), `["127.0.0.1:8090:8080"]`},
		{"compose: stop", compose.at("stop_grace_period"), `"15s"`},
		{"compose: root file system", compose.at("read_only"), "true"},
		{"compose with TLS: volume", tls.at("volumes"), `["data:/app/data"]`},
		{"compose with TLS: ports", tls.at("ports"), `["80:80","443:443"]`},
		{"railway: replicas", tree{railway}.at("deploy", "numReplicas"), "1"},
		{"railway: health", tree{railway}.at("deploy", "healthcheckPath"), `"/up"`},
		{"render: instances", render.at("numInstances"), "1"},
		{"render: disk", render.at("disk", "mountPath"), `"/app/data"`},
		{"render: health", render.at("healthCheckPath"), `"/up"`},
	} {
		if !fact.tree.is(fact.want) {
			t.Errorf("%s is %v, want %s", fact.what, fact.tree.value, fact.want)
		}
	}
	fly := read(t, "deploy/fly.toml")
	for _, line := range []string{`destination = "/app/data"`, "internal_port = 8080", `path = "/up"`, `strategy = "immediate"`, `auto_stop_machines = "off"`} {
		if !strings.Contains(fly, "\n  "+line) {
			t.Errorf("fly.toml lacks %s", line)
		}
	}
}

// A setting that is mistyped in a template would stop the start, or worse, do nothing.
func TestTemplatesSetWhatExists(t *testing.T) {
	known := []string{"RUN_AS"} // of the Dockerfile
	for _, v := range config.Variables {
		known = append(known, v.Name)
	}
	names := regexp.MustCompile(`(?m)(?:^\s+|name: |key: |Environment=)([A-Z][A-Z_]{3,})(?:\s*[:=]|,)`)
	found := 0
	for _, file := range []string{"compose.yaml", "compose.tls.yaml", "kubernetes.yaml", "render.yaml", "fly.toml", "campfire.service"} {
		for _, match := range names.FindAllStringSubmatch(read(t, "deploy/"+file), -1) {
			found++
			if !slices.Contains(known, match[1]) {
				t.Errorf("%s sets %s, which is no setting", file, match[1])
			}
		}
	}
	if found < 8 {
		t.Errorf("only %d settings were found: the expression above is wrong", found)
	}
}

// Guards: RestartPreventExitStatus, the stop, and the files a socket needs.
func TestTheUnitKnowsTheProgram(t *testing.T) {
	unit := read(t, "deploy/campfire.service")
	for _, line := range []string{
		"ExecStart=/usr/local/bin/campfire serve", "Environment=DATABASE_PATH=/var/lib/campfire", "StateDirectory=campfire", "User=campfire",
		"RestartPreventExitStatus=2", "TimeoutStopSec=15", "LimitNOFILE=65536", "AmbientCapabilities=CAP_NET_BIND_SERVICE",
	} {
		if !strings.Contains(unit, "\n"+line+"\n") {
			t.Errorf("the unit lacks %s", line)
		}
	}
}
