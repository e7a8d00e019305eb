using Orleans.Placement;

namespace Paretune.Silo.Tests.Tls;

/// <summary>A grain that returns its silo, placed on the silo that the caller hints at.</summary>
public interface IWhereabouts : IGrainWithStringKey
{
    Task<string> Silo();
}

[RandomPlacement]
public sealed class Whereabouts(ILocalSiloDetails self) : Grain, IWhereabouts
{
    public Task<string> Silo() => Task.FromResult(self.SiloAddress.ToString());
}
