package deploy_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// instruction is one of the Dockerfile, with its lines joined.
type instruction struct{ name, text string }

// stages takes the Dockerfile apart at its FROMs.
func stages(t *testing.T) (all [][]instruction) {
	t.Helper()
	lines := ""
	for line := range strings.Lines(read(t, "Dockerfile")) {
		if trimmed := strings.TrimSpace(line); trimmed == "" || strings.HasPrefix(trimmed, "#") {
			continue
		}
		if rest, more := strings.CutSuffix(strings.TrimRight(line, "\n"), "\\"); more {
			lines += rest
			continue
		}
		name, text, _ := strings.Cut(strings.TrimSpace(lines+line), " ")
		lines = ""
		if name == "FROM" {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], instruction{name, text})
	}
	return all
}

func find(stage []instruction, name string) (texts []string) {
	for _, i := range stage {
		if i.name == name {
			texts = append(texts, strings.Join(strings.Fields(i.text), " "))
		}
	}
	return texts
}

func TestTheImageHoldsOneProgramAndNoData(t *testing.T) {
	all := stages(t)
	last := all[len(all)-1]
	for name, want := range map[string][]string{
		"COPY": {"--from=server /campfire /usr/local/bin/campfire"}, "ENV": {"PORT=${PORT}"}, "EXPOSE": {"${PORT}"}, "ARG": {"RUN_AS=campfire", "PORT=8080"},
		"USER": {"${RUN_AS}"}, "CMD": {`["campfire", "serve"]`}, "VOLUME": nil, "ENTRYPOINT": nil,
	} {
		if got := find(last, name); !slices.Equal(got, want) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if from := find(last, "FROM"); !strings.HasPrefix(from[0], "alpine:") {
		t.Errorf("the image is made from %q", from)
	}
	run := strings.Join(find(last, "RUN"), "\n")
	for _, part := range []string{"ca-certificates", "curl", "adduser -D -H -u 10001 campfire", "mkdir -p /app/data /data", "chown campfire /app/data /data"} {
		if !strings.Contains(run, part) {
			t.Errorf("the image lacks %q", part)
		}
	}
}

// The Dockerfile's own check runs where a database was left lying about.
func TestADatabaseInTheContextFailsTheBuild(t *testing.T) {
	check := ""
	for _, stage := range stages(t) {
		for _, text := range find(stage, "RUN") {
			if strings.HasPrefix(text, "found=") {
				check = text
			}
		}
	}
	ignored := read(t, ".dockerignore")
	for _, planted := range []string{"", "main.go", "pb_data/data.db", "a/b/campfire.sqlite", "old.sqlite3", "data.db-wal", "data.db-shm", "production.sqlite3-wal"} {
		dir := t.TempDir()
		if planted != "" {
			path := filepath.Join(dir, planted)
			if err := errFirst(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("x"), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
		command := exec.Command("sh", "-c", check)
		command.Dir = dir
		out, err := command.CombinedOutput()
		if data := planted != "" && planted != "main.go"; data != (err != nil) || data && !strings.Contains(string(out), planted) {
			t.Errorf("with %q in the context the check says %q (%v)", planted, out, err)
		}
	}
	for _, pattern := range []string{"pb_data", "**/*.db", "**/*.sqlite3", "**/*-wal", "**/*-shm", "**/.env*", "**/*.env", ".git"} {
		if !slices.Contains(strings.Split(ignored, "\n"), pattern) {
			t.Errorf(".dockerignore lacks %s", pattern)
		}
	}
	if out, err := exec.Command("git", "-C", root, "ls-files", "*.db", "*.sqlite*", "*-wal", "*-shm").Output(); err == nil && len(out) > 0 {
		t.Errorf("git keeps databases: %s", out)
	}
}

func errFirst(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// container is a directory laid out as the last stage says, and the program in it, which sees nothing else.
type container struct {
	t    *testing.T
	port string
	cmd  *exec.Cmd
}

// run makes a container with volume mounted where at says, and starts it as the image would.
func run(t *testing.T, binary, volume, at string) *container {
	t.Helper()
	tree := t.TempDir()
	for _, dir := range []string{"usr/local/bin", "app/data", "data", "tmp"} {
		if err := os.MkdirAll(filepath.Join(tree, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(binary)
	if err == nil {
		err = os.WriteFile(filepath.Join(tree, "usr/local/bin/campfire"), raw, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(tree, at)
	if out, err := exec.Command("mount", "--bind", volume, target).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: mount: %v %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", target).Run() })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	listener.Close()
	c := &container{t: t, port: port}
	all := stages(t)
	var argv []string
	if err := json.Unmarshal([]byte(find(all[len(all)-1], "CMD")[0]), &argv); err != nil {
		t.Fatal(err)
	}
	c.cmd = exec.Command("/usr/local/bin/"+argv[0], argv[1:]...)
	c.cmd.Dir, c.cmd.Env = "/app", []string{"PORT=" + port, "PATH=/usr/local/bin"}
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: tree, Credential: &syscall.Credential{Uid: 10001, Gid: 10001}, Pdeathsig: syscall.SIGKILL}
	c.cmd.Stderr = t.Output()
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.remove)
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		if status, _ := c.ask("GET", "/up", "", ""); status == http.StatusOK {
			return c
		} else if time.Now().After(deadline) {
			t.Fatal("the container does not come up")
		}
	}
}

// remove ends the container as an engine does that is out of patience.
func (c *container) remove() {
	if c.cmd.ProcessState == nil {
		_ = c.cmd.Process.Kill()
		_ = c.cmd.Wait()
	}
}

func (c *container) ask(method, path, cookie, body string) (int, http.Header) {
	request, err := http.NewRequest(method, "http://127.0.0.1:"+c.port+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Cookie", cookie)
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, nil
	}
	defer reply.Body.Close()
	_, _ = io.Copy(io.Discard, reply.Body)
	return reply.StatusCode, reply.Header
}

// Guards: DefaultDir (internal/database/directory.go). The volume outlives containers, on either path.
func TestTheVolumeOutlivesContainers(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can make a container without an engine")
	}
	binary, err := harness.Binary()
	if err != nil {
		t.Fatal(err)
	}
	volume := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "uid=10001,mode=0755", "tmpfs", volume).CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: mount: %v %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", volume).Run() })
	first := run(t, binary, volume, "app/data")
	status, header := first.ask("POST", "/api/chat/setup", "", `{"account_name":"Camp","name":"Ada","email":"ada@example.com","password":"correct horse battery"}`)
	if status >= 300 {
		t.Fatalf("the first run answers %d", status)
	}
	cookie, _, _ := strings.Cut(header.Get("Set-Cookie"), ";")
	check := strings.TrimPrefix(find(stages(t)[2], "HEALTHCHECK")[0], "--interval=30s --timeout=5s --start-period=10s CMD ")
	if _, err := exec.LookPath("curl"); err == nil {
		for port, healthy := range map[string]bool{first.port: true, "1": false} {
			command := exec.Command("sh", "-c", check)
			command.Env = append(os.Environ(), "PORT="+port)
			if out, err := command.CombinedOutput(); healthy != (err == nil) {
				t.Errorf("the health check of port %s says %v %s", port, err, out)
			}
		}
	}
	// What was said is there in the next container, to the last message, and a second program on the volume is refused.
	room := ask(t, volume, "SELECT id FROM rooms")
	for n := range said {
		if status, _ := first.ask("POST", "/api/collections/messages/records", cookie, fmt.Sprintf(`{"room":%q,"body":"message %d"}`, room, n)); status != http.StatusOK {
			t.Fatalf("message %d answers %d", n, status)
		}
	}
	if out, err := exec.Command(binary, "serve", "--http", "127.0.0.1:0", "--dir", volume).CombinedOutput(); err == nil || !strings.Contains(string(out), "is serving from") {
		t.Errorf("a second program on the volume: %v %s", err, out)
	}
	first.remove()
	for _, path := range []string{"app/data", "data"} {
		next := run(t, binary, volume, path)
		if status, _ := next.ask("GET", "/api/chat/bootstrap", cookie, ""); status != http.StatusOK {
			t.Errorf("with the volume on /%s a new container answers who was signed in with %d", path, status)
		}
		if status, _ := next.ask("POST", "/api/chat/setup", "", `{}`); status != http.StatusGone {
			t.Errorf("with the volume on /%s a new container answers a first run with %d", path, status)
		}
		next.remove()
	}
	if n := ask(t, volume, "SELECT COUNT(*) FROM messages WHERE body LIKE '%message %'"); n != fmt.Sprint(said) {
		t.Errorf("%s messages are on the volume, want %d", n, said)
	}
	if out, err := exec.Command(binary, "fsck", "--dir", volume).CombinedOutput(); err != nil {
		t.Errorf("fsck: %v %s", err, out)
	}
}

// said is how many messages are written before the container goes.
const said = 100

// ask reads one value from the database on a volume.
func ask(t *testing.T, volume, query string) (value string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(volume, "data.db")+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(query).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// Guards: .ci/sbom, which make release runs.
func TestTheListOfPartsHasWhatIsInside(t *testing.T) {
	binary, err := harness.Binary()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "run", "./.ci/sbom", binary)
	command.Dir = root
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		BOMFormat  string
		Components []struct{ Name, Version, PURL string }
	}
	if err := json.Unmarshal(out, &list); err != nil || list.BOMFormat != "CycloneDX" {
		t.Fatalf("%v in %.200s", err, out)
	}
	seen := map[string]string{}
	for _, part := range list.Components {
		seen[part.Name] = part.Version
		if part.Version == "" || !strings.HasPrefix(part.PURL, "pkg:") {
			t.Errorf("%s has the version %q and the address %q", part.Name, part.Version, part.PURL)
		}
	}
	for _, name := range []string{"go", "github.com/pocketbase/pocketbase", "modernc.org/sqlite", "react"} {
		if seen[name] == "" {
			t.Errorf("the list lacks %s", name)
		}
	}
	for _, name := range []string{"vite", "go.yaml.in/yaml/v3"} { // for building and testing only
		if seen[name] != "" {
			t.Errorf("the list has %s, which is not inside", name)
		}
	}
}
