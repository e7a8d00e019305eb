using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>Chooses configurations in an order that does not depend on results.</summary>
internal interface ISampler
{
    /// <summary>The number of configurations; null if it is infinite.</summary>
    long? Count { get; }

    /// <summary>
    /// The next configuration; null once there is none left. The same space, seed and number of calls always give the same one.
    /// </summary>
    Candidate? Draw();
}
