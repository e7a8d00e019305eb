using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Paretune.Tuning.Programs;
using Paretune.Tuning.Specs;

namespace Paretune.Training.Commands;

/// <summary>
/// Finds the reports in the standard output of a program that cannot be changed: lines that are JSON objects with <c>accuracy</c>. The keys
/// of a report and the metrics of its trainer are read; others are ignored.
/// </summary>
internal sealed partial class StdoutReports(ProgramAttempt attempt)
{
    // Longer lines are not reports; reading them would only use memory.
    private const int LongestLine = 1 << 20;

    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _isTooLong;
    private int _epoch = attempt.Checkpoint;

    /// <summary>Reads more of the output. Waits for the answer to each report, which blocks the program meanwhile.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Keep(bytes[..end]);
            Read();
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
    }

    /// <summary>Ends the output; the last line may lack a line break.</summary>
    public void End() => Read();

    private void Keep(ReadOnlySpan<byte> part)
    {
        _isTooLong |= _line.WrittenCount + part.Length > LongestLine;
        if (!_isTooLong)
            _line.Write(part);
    }

    private void Read()
    {
        var text = _isTooLong ? "" : Encoding.UTF8.GetString(_line.WrittenSpan).Trim();
        _line.ResetWrittenCount();
        _isTooLong = false;
        if (!text.StartsWith('{') || Parsed(text) is not { } said || said["accuracy"] is null)
            return;
        var reading = SignalReader.Read(JsonSerializer.SerializeToElement(Report(said)), attempt.Trial);
        Signal signal = reading.Signal is { } report && attempt.WhyNot(report) is not { } error ? report : End(reading, text);
        if (signal is Report { Epoch: var epoch })
            _epoch = epoch;
        attempt.Tell(signal).GetAwaiter().GetResult();
    }

    /// <summary>Ends the attempt after an invalid report, because such a program cannot receive an error.</summary>
    private AttemptEnd End(SignalReadResult reading, string text) => new()
    {
        Trial = attempt.Trial,
        Attempt = attempt.Lease.Attempt,
        Failure = AttemptFailure.Threw,
        Message = $"standard output has a report that cannot be accepted: {WhyNot(reading)}; it was {Spelling.Shortened(text)}",
    };

    private string? WhyNot(SignalReadResult reading) => reading.Signal is { } report
        ? attempt.WhyNot(report) : string.Join("; ", reading.Errors.Select(error => $"{error.Field}: {error.Message}"));

    private JsonObject Report(JsonObject said)
    {
        var report = new JsonObject { ["kind"] = "report", ["attempt"] = attempt.Lease.Attempt, ["epoch"] = _epoch + 1 };
        var own = new JsonObject();
        foreach (var (name, value) in said)
            if (attempt.Lease.Job.Metrics?.ContainsKey(name) == true)
                own[name] = value?.DeepClone();
            else if (SignalReader.OfEpoch.Contains(name))
                report[name] = value?.DeepClone();
        if (own.Count > 0)
            report["metrics"] = own;
        return report;
    }

    private static JsonObject? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(NotANumber().Replace(text, "$1\"$2\"")) as JsonObject;
        }
        catch (Exception other) when (other is JsonException or ArgumentException)
        {
            return null;
        }
    }

    // Python's json writes these values although JSON does not have them.
    [GeneratedRegex(@"([:\[,]\s*)(NaN|-?Infinity)(?=\s*[,}\]])")]
    private static partial Regex NotANumber();
}
