using Orleans.Placement;

namespace Paretune.Silo.Tests.Tls;

/// <summary>A grain that says where it is, on the silo that the caller hinted at.</summary>
public interface IWhereabouts : IGrainWithStringKey
{
    Task<string> Silo();
}

[RandomPlacement]
public sealed class Whereabouts(ILocalSiloDetails self) : Grain, IWhereabouts
{
    public Task<string> Silo() => Task.FromResult(self.SiloAddress.ToString());
}
