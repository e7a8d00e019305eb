namespace Paretune;

/// <summary>
/// The names of traces and metrics, equal in every process so that traces continue across processes. docs/telemetry.md lists them.
/// </summary>
public static class TelemetryNames
{
    /// <summary>The name of the meters and of the activity sources.</summary>
    public const string Source = "Paretune";

    public const string Submit = "submit";
    public const string Attempt = "attempt";
    public const string Lease = "lease";
    public const string Epoch = "epoch";
    public const string Test = "test";
    public const string Checkpoint = "checkpoint";
    public const string Decision = "decision";

    /// <summary>Returns an enum value as a tag, spelled as in JSON.</summary>
    public static string Word<T>(T value) where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Names of attributes.</summary>
    public static class Tags
    {
        public const string Search = "paretune.search";
        public const string Trial = "paretune.trial";
        public const string Attempt = "paretune.attempt";
        public const string Kind = "paretune.kind";
        public const string Device = "paretune.device";
        public const string Dataset = "paretune.dataset";
        public const string Network = "paretune.network";
        public const string Outcome = "paretune.outcome";
        public const string Reason = "paretune.reason";
        public const string Epoch = "paretune.epoch";
        public const string ImagesPerSecond = "paretune.images_per_second";
        public const string Decision = "paretune.decision";
        public const string Operation = "paretune.operation";
        public const string Bytes = "paretune.bytes";

        /// <summary>Returns the name of a reported metric's attribute: <c>paretune.validation_loss</c>.</summary>
        public static string OfMetric(string key) => $"paretune.{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(key)}";
    }
}
