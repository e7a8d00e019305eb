using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>The order in which the configurations of a sampler are begun.</summary>
internal interface IOrder
{
    /// <summary>How many there will be; null where there is no end.</summary>
    long? Count { get; }

    /// <summary>What is begun next; null once there is nothing left. Asking changes nothing.</summary>
    Candidate? Peek();

    /// <summary>What <see cref="Peek"/> gave is begun.</summary>
    void Take();
}
