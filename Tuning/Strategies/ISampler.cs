using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>Chooses configurations in an order that no result changes.</summary>
internal interface ISampler
{
    /// <summary>How many it has; null where there is no end.</summary>
    long? Count { get; }

    /// <summary>
    /// The next configuration; null once there is none left. The same space, seed and number of calls always give the same one.
    /// </summary>
    Candidate? Draw();
}
