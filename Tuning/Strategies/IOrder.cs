namespace Paretune.Tuning.Strategies;

/// <summary>The order in which the configurations of a sampler are trained.</summary>
internal interface IOrder
{
    /// <summary>How many there will be; null where there is no end.</summary>
    long? Count { get; }

    /// <summary>MACs of all of them together; 0 where they are not known.</summary>
    double Macs => 0;

    /// <summary>Why the configuration with this number has its place in the order, as a clause.</summary>
    string Why(int number) => "started in the order drawn";

    /// <summary>The configuration to start next; null once none is left. Asking changes nothing.</summary>
    /// <param name="workers">That share what is left: those that train and the one that asks.</param>
    Drawn? Peek(int workers);

    /// <summary>Called when the configuration with this number has started.</summary>
    void Take(int number);
}
