namespace Paretune.Client.Output;

/// <summary>The format of data on standard output.</summary>
internal enum OutputFormat
{
    /// <summary>Tables for people.</summary>
    Table,

    /// <summary>One indented JSON document.</summary>
    Json,

    /// <summary>One JSON document per line: each item of a list, or each event of a watched search.</summary>
    Jsonl,

    /// <summary>Comma-separated values, for output that consists of rows.</summary>
    Csv,
}
