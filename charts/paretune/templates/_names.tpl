{{- define "paretune.silo" -}}
{{ .Values.image.silo }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
{{- define "paretune.worker" -}}
{{ .Values.image.worker }}:{{ .Values.image.workerTag | default (printf "%s-cuda" (.Values.image.tag | default .Chart.AppVersion)) }}
{{- end }}
{{- define "paretune.settings" -}}
{{- $settings := dict "Paretune__ClusterId" "paretune" "Paretune__Checkpoints" "/checkpoints" }}
{{- if .Values.bucket.enabled }}
{{- $settings = merge (dict "Paretune__Checkpoints" .Values.bucket.place "Paretune__Datasets" .Values.bucket.place) $settings }}
{{- with .Values.bucket.region }}{{ $settings = set $settings "Paretune__S3__Region" . }}{{ end }}
{{- with .Values.bucket.endpoint }}{{ $settings = set $settings "Paretune__S3__Endpoint" . }}{{ end }}
{{- end }}
{{- if .Values.prometheus.enabled }}{{ $settings = set $settings "Paretune__Metrics__Open" "true" }}{{ end }}
{{- if .Values.otel.enabled }}{{ $settings = set $settings "OTEL_EXPORTER_OTLP_ENDPOINT" "http://otel-collector:4317" }}{{ end }}
{{- range $name, $value := .Values.settings }}{{ $settings = set $settings $name $value }}{{ end }}
{{- range $name, $value := $settings }}
{{ $name }}: {{ kindIs "string" $value | ternary $value (toJson $value) | quote }}
{{- end }}
{{- end }}
