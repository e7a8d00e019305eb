using System.Net;
using Paretune.Dashboard.Tls;

namespace Paretune.Silo.Start;

/// <summary>Reads <see cref="SiloOptions"/> and reports all errors together, each under its key.</summary>
internal static class SiloOptionsReader
{
    private const string Section = "Paretune", PodAddress = "POD_IP", PodName = "POD_NAME";
    private const int PodSiloPort = 11111, PodGatewayPort = 30000;

    /// <param name="account">The folder of the pod's service account.</param>
    /// <exception cref="StartupException">At least one setting is invalid; the message lists all that are.</exception>
    public static SiloOptions Read(IConfiguration configuration, string account = OwnPod.MountedAccount)
    {
        var errors = new List<string>();
        var options = Defaults(configuration, errors);
        new SettingsBinder(errors).Bind(options, configuration.GetSection(Section), known: nameof(SiloOptions.Tls));
        var role = options.Role == SiloRole.Dashboard ? CertificateRole.Client : CertificateRole.Silo;
        options = options with { Tls = TlsOptions.Read(configuration, [role], TimeProvider.System, errors) };
        if (options is { Role: SiloRole.Worker, PodDeletionCost: true })
            options = options with { Pod = OwnPod.Read(configuration, account, errors) };
        if (options.Role != SiloRole.Standalone && configuration.GetConnectionString(Database.Key) is not { Length: > 0 })
            errors.Add(
                $"ConnectionStrings:{Database.Key} must name the cluster's PostgreSQL database, "
                + $"such as Host=db;Username=paretune;Database=paretune, where {Section}:{nameof(SiloOptions.Role)} "
                + $"is {options.Role.ToString().ToLowerInvariant()}, but it is not set");
        if (options is { Role: SiloRole.Standalone or SiloRole.Control, Api.Notify: { Allowed.Length: > 0, Secret: "" } notify })
            errors.Add($"{Section}:Notify:{nameof(notify.Secret)} {notify.SecretRule}");
        return errors.Count == 0 ? options : throw new StartupException(string.Join(Environment.NewLine, errors));
    }

    private static SiloOptions Defaults(IConfiguration configuration, List<string> errors)
    {
        var options = new SiloOptions { Name = configuration[PodName] };
        if (configuration[PodAddress] is not { Length: > 0 } pod)
            return options;
        if (!IPAddress.TryParse(pod, out var address))
            errors.Add($"{PodAddress} must be the pod's IP address, but is \"{pod}\"");
        return options with { Address = address ?? options.Address, SiloPort = PodSiloPort, GatewayPort = PodGatewayPort };
    }
}
