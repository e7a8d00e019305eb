using System.Text.Json;

namespace Paretune.Tuning.Rates;

/// <summary>The console's request to a training process for a range test.</summary>
/// <param name="Search">A search with exactly one configuration.</param>
public sealed record RateTestRequest(JsonElement Search, RateRange Range);
