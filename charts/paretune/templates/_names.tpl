{{- define "paretune.silo" -}}
{{ .Values.image.silo }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
{{- define "paretune.worker" -}}
{{ .Values.image.worker }}:{{ .Values.image.workerTag | default (printf "%s-cuda" (.Values.image.tag | default .Chart.AppVersion)) }}
{{- end }}
{{- define "paretune.settings" -}}
Paretune__ClusterId: paretune
Paretune__Checkpoints: /checkpoints
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
