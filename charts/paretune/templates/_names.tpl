{{- define "paretune.silo" -}}
{{ .Values.image.silo }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
{{- define "paretune.worker" -}}
{{ .Values.image.worker }}:{{ .Values.image.workerTag | default (printf "%s-cuda" (.Values.image.tag | default .Chart.AppVersion)) }}
{{- end }}
{{- define "paretune.settings" -}}
Paretune__ClusterId: paretune
{{- if .Values.bucket.enabled }}
Paretune__Checkpoints: {{ .Values.bucket.place }}
Paretune__Datasets: {{ .Values.bucket.place }}
{{- with .Values.bucket.region }}
Paretune__S3__Region: {{ . }}
{{- end }}
{{- with .Values.bucket.endpoint }}
Paretune__S3__Endpoint: {{ . }}
{{- end }}
{{- else }}
Paretune__Checkpoints: /checkpoints
{{- end }}
{{- if .Values.prometheus.enabled }}
Paretune__Metrics__Open: "true"
{{- end }}
{{- if .Values.otel.enabled }}
OTEL_EXPORTER_OTLP_ENDPOINT: http://otel-collector:4317
{{- end }}
{{- range $name, $value := .Values.settings }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- end }}
