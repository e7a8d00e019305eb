using System.Text.Json;

namespace Paretune.Tuning.Rates;

/// <summary>What the console asks of a process that trains.</summary>
/// <param name="Search">A search of one configuration.</param>
public sealed record RateTestRequest(JsonElement Search, RateRange Range);
