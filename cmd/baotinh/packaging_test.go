package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The types below hold the fields that manifests may have. The decoder refuses
// others, such as misspelled ones.
type (
	object map[string]any

	manifest struct {
		APIVersion string `yaml:"apiVersion"`
		Kind       string
		Metadata   object
		Spec       yaml.Node
	}
	deployment struct {
		Replicas int
		Selector object
		Template template
	}
	cronJob struct {
		Schedule          string
		TimeZone          string             `yaml:"timeZone"`
		ConcurrencyPolicy string             `yaml:"concurrencyPolicy"`
		JobTemplate       struct{ Spec job } `yaml:"jobTemplate"`
	}
	job struct {
		CompletionMode       string `yaml:"completionMode"`
		Completions          int
		Parallelism          int
		BackoffLimit         int    `yaml:"backoffLimit"`
		BackoffLimitPerIndex int    `yaml:"backoffLimitPerIndex"`
		PodFailurePolicy     object `yaml:"podFailurePolicy"`
		Template             template
	}
	template struct {
		Metadata object
		Spec     pod
	}
	pod struct {
		RestartPolicy   string      `yaml:"restartPolicy"`
		AutomountToken  *bool       `yaml:"automountServiceAccountToken"`
		SecurityContext podSecurity `yaml:"securityContext"`
		Affinity        object
		Containers      []container
		Volumes         []struct {
			Name                  string
			PersistentVolumeClaim object `yaml:"persistentVolumeClaim"`
			EmptyDir              object `yaml:"emptyDir"`
			Secret                object
		}
	}
	podSecurity struct {
		RunAsNonRoot   bool   `yaml:"runAsNonRoot"`
		RunAsUser      int    `yaml:"runAsUser"`
		RunAsGroup     int    `yaml:"runAsGroup"`
		FSGroup        int    `yaml:"fsGroup"`
		SeccompProfile object `yaml:"seccompProfile"`
	}
	container struct {
		Name, Image    string
		Args           []string
		EnvFrom        []object `yaml:"envFrom"`
		Ports          []object
		LivenessProbe  probe `yaml:"livenessProbe"`
		ReadinessProbe probe `yaml:"readinessProbe"`
		Resources      struct{ Requests, Limits map[string]string }
		Security       struct {
			ReadOnlyRootFilesystem   bool  `yaml:"readOnlyRootFilesystem"`
			AllowPrivilegeEscalation *bool `yaml:"allowPrivilegeEscalation"`
			Capabilities             struct{ Drop []string }
		} `yaml:"securityContext"`
		VolumeMounts []struct {
			Name      string
			MountPath string `yaml:"mountPath"`
			ReadOnly  bool   `yaml:"readOnly"`
		} `yaml:"volumeMounts"`
	}
	probe struct {
		HTTPGet struct{ Path, Port string } `yaml:"httpGet"`
	}
	service struct {
		Image       string
		Build       object
		DependsOn   []string `yaml:"depends_on"`
		Command     []string
		Ports       []string
		Restart     string
		ReadOnly    bool     `yaml:"read_only"`
		CapDrop     []string `yaml:"cap_drop"`
		SecurityOpt []string `yaml:"security_opt"`
		MemLimit    string   `yaml:"mem_limit"`
		StopGrace   string   `yaml:"stop_grace_period"`
		Tmpfs       []string
		Volumes     []string
	}
)

// decode decodes one document and refuses fields that to does not have.
func decode(t *testing.T, text []byte, to any) {
	t.Helper()
	d := yaml.NewDecoder(strings.NewReader(string(text)))
	d.KnownFields(true)
	if err := d.Decode(to); err != nil {
		t.Fatal(err)
	}
}

// Every manifest has the form that Kubernetes asks for, as far as it is used, few rights, and a command line
// that this program takes.
func TestManifestsRunThisProgram(t *testing.T) {
	files, err := filepath.Glob("packaging/kubernetes/*.yaml")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d manifests, %v", len(files), err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for d := yaml.NewDecoder(strings.NewReader(string(text))); ; {
				var m manifest
				if err := d.Decode(&m); errors.Is(err, io.EOF) {
					return
				} else if err != nil {
					t.Fatal(err)
				}
				checkManifest(t, m)
			}
		})
	}
}

func checkManifest(t *testing.T, m manifest) {
	spec, err := yaml.Marshal(&m.Spec)
	if err != nil {
		t.Fatal(err)
	}
	switch m.APIVersion + " " + m.Kind {
	case "v1 PersistentVolumeClaim", "v1 Service":
	case "apps/v1 Deployment":
		var d deployment
		decode(t, spec, &d)
		checkPod(t, d.Template.Spec, 1)
		c := d.Template.Spec.Containers[0]
		if c.LivenessProbe.HTTPGet.Path != "/healthz" || c.ReadinessProbe.HTTPGet.Path != "/readyz" {
			t.Errorf("probes %+v, %+v", c.LivenessProbe, c.ReadinessProbe)
		}
	case "batch/v1 CronJob":
		var c cronJob
		decode(t, spec, &c)
		if c.ConcurrencyPolicy != "Forbid" {
			t.Error("two jobs could open one data folder")
		}
		checkJob(t, c.JobTemplate.Spec)
	case "batch/v1 Job":
		var j job
		decode(t, spec, &j)
		checkJob(t, j)
	default:
		t.Errorf("unknown kind %s %s", m.APIVersion, m.Kind)
	}
}

func checkJob(t *testing.T, j job) {
	if (j.CompletionMode == "Indexed") != (j.Completions > 1) || j.Parallelism > j.Completions {
		t.Errorf("mode %q, %d of %d at a time", j.CompletionMode, j.Parallelism, j.Completions)
	}
	if j.Template.Spec.RestartPolicy != "Never" {
		t.Errorf("restart policy %q", j.Template.Spec.RestartPolicy)
	}
	checkPod(t, j.Template.Spec, max(1, j.Completions))
}

// checkPod checks the pod of a number of workers.
func checkPod(t *testing.T, p pod, workers int) {
	s := p.SecurityContext
	if !s.RunAsNonRoot || s.RunAsUser != 65532 || p.AutomountToken == nil || *p.AutomountToken {
		t.Errorf("runs with the rights %+v", s)
	}
	for _, c := range p.Containers {
		rights := c.Security
		if !rights.ReadOnlyRootFilesystem || rights.AllowPrivilegeEscalation == nil ||
			*rights.AllowPrivilegeEscalation || !slices.Equal(rights.Capabilities.Drop, []string{"ALL"}) {
			t.Errorf("%s has the rights %+v", c.Name, rights)
		}
		if c.Resources.Limits["memory"] == "" || c.Resources.Limits["cpu"] == "" {
			t.Errorf("%s has no limits", c.Name)
		}
		for _, m := range c.VolumeMounts {
			found := false
			for _, v := range p.Volumes {
				found = found || v.Name == m.Name
			}
			if !found {
				t.Errorf("%s mounts %s, which is no volume", c.Name, m.Name)
			}
		}
		checkWorkers(t, c.Args, workers)
	}
}

// checkWorkers checks the command lines of workers: with more than one, the parts of all are the whole.
func checkWorkers(t *testing.T, args []string, workers int) {
	parts := map[string]bool{}
	for i := range workers {
		var own []string
		for _, arg := range args {
			own = append(own, strings.ReplaceAll(arg, "$(JOB_COMPLETION_INDEX)", strconv.Itoa(i)))
		}
		parts[checkCommand(t, own)] = true
	}
	for i := 1; workers > 1 && i <= workers; i++ {
		if p := (part{uint64(i), uint64(workers)}); !parts[p.String()] {
			t.Errorf("no worker has part %s: %q", &p, args)
		}
	}
}

// checkCommand checks that the program takes a command line, and returns its --part.
func checkCommand(t *testing.T, args []string) string {
	t.Helper()
	root := newRoot(&app{stdio: stdio{strings.NewReader(""), io.Discard, io.Discard}})
	c, rest, err := root.Find(args)
	if err != nil || c == root {
		t.Fatalf("%q is no command: %v", args, err)
	}
	if err := c.ParseFlags(rest); err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	if err := c.ValidateArgs(c.Flags().Args()); err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	if f := c.Flags().Lookup("part"); f != nil {
		return f.Value.String()
	}
	return ""
}

func TestComposeRunsThisProgram(t *testing.T) {
	text, err := os.ReadFile("packaging/compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var c struct {
		Services map[string]service
		Volumes  object
	}
	decode(t, text, &c)
	for name, s := range c.Services {
		checkCommand(t, s.Command)
		if !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || s.MemLimit == "" {
			t.Errorf("%s has too many rights", name)
		}
		for _, v := range s.Volumes {
			if volume, _, _ := strings.Cut(v, ":"); c.Volumes[volume] == nil {
				t.Errorf("%s mounts %s, which is no volume", name, volume)
			}
		}
	}
	if len(c.Services) < 2 {
		t.Errorf("%d services", len(c.Services))
	}
}
