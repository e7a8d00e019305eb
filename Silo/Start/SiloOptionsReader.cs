using System.Net;
using Paretune.Dashboard;
using Paretune.Dashboard.Tls;
using Paretune.Storage.Files;

namespace Paretune.Silo.Start;

/// <summary>Reads <see cref="SiloOptions"/> and finds all that is wrong with them at once, each under its key.</summary>
internal sealed class SiloOptionsReader
{
    private const string _section = "Paretune";
    private const string _podAddress = "POD_IP";
    private const string _podName = "POD_NAME";
    private const int _siloPort = 11111;
    private const int _gatewayPort = 30000;
    private const int _longestName = 100;

    private readonly IConfiguration _configuration;
    private readonly IConfigurationSection _settings;
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);

    private SiloOptionsReader(IConfiguration configuration) => (_configuration, _settings) = (configuration, configuration.GetSection(_section));

    /// <exception cref="StartRefusedException">At least one setting breaks its rule; the message lists all that do.</exception>
    public static SiloOptions Read(IConfiguration configuration)
    {
        var reader = new SiloOptionsReader(configuration);
        var options = reader.Read();
        reader.CheckTogether(options);
        return reader._faults.Count == 0 ? options : throw new StartRefusedException(string.Join(Environment.NewLine, reader._faults));
    }

    private SiloOptions Read()
    {
        var defaults = new SiloOptions();
        var isPod = _configuration[_podAddress] is { Length: > 0 };
        var role = Value(nameof(SiloOptions.Role), defaults.Role, ChoiceOf<SiloRole>, "standalone, control, worker or dashboard");
        return new()
        {
            Role = role,
            Name = Value(nameof(SiloOptions.Name), _configuration[_podName], NameOf, $"1 to {_longestName} letters, digits, dots and dashes"),
            ClusterId = Value(nameof(SiloOptions.ClusterId), defaults.ClusterId, NameOf, $"1 to {_longestName} letters, digits, dots and dashes"),
            ServiceId = Value(nameof(SiloOptions.ServiceId), defaults.ServiceId, NameOf, $"1 to {_longestName} letters, digits, dots and dashes"),
            Address = Value(nameof(SiloOptions.Address), PodAddress() ?? defaults.Address, AddressOf, "an IP address of this machine"),
            SiloPort = Value(nameof(SiloOptions.SiloPort), isPod ? _siloPort : 0, PortOf, "a port from 1 to 65535"),
            GatewayPort = Value(nameof(SiloOptions.GatewayPort), isPod ? _gatewayPort : 0, PortOf, "a port from 1 to 65535"),
            Devices = Devices(defaults.Devices),
            Threads = Value(nameof(SiloOptions.Threads), defaults.Threads, ThreadsOf, "a whole number from 1 to 1024"),
            Api = Api(),
            Checkpoints = Given(nameof(SiloOptions.Checkpoints)) ?? defaults.Checkpoints,
            Bucket = Bucket(defaults.Checkpoints),
            LogFormat = Value(nameof(SiloOptions.LogFormat), defaults.LogFormat, ChoiceOf<LogFormat>, "text or json"),
            Tls = Tls(role),
        };
    }

    private void CheckTogether(SiloOptions options)
    {
        foreach (var unknown in _settings.GetChildren().Where(child => !_keys.Contains(child.Key)))
            _faults.Add($"{_section}:{unknown.Key} is not a setting; there are {string.Join(", ", _keys)}");
        if (options.Role != SiloRole.Standalone && _configuration.GetConnectionString(Database.Key) is not { Length: > 0 })
            _faults.Add(
                $"ConnectionStrings:{Database.Key} must name the cluster's PostgreSQL database, such as Host=db;Username=paretune;Database=paretune, "
                + $"where {_section}:{nameof(SiloOptions.Role)} is {options.Role.ToString().ToLowerInvariant()}, but it is not set");
    }

    private T Value<T>(string key, T fallback, Func<string, T?> parse, string rule) where T : struct =>
        Given(key) is not { } text ? fallback : parse(text) ?? Fault(key, rule, text, fallback);

    private T Value<T>(string key, T fallback, Func<string, T?> parse, string rule) where T : class? =>
        Given(key) is not { } text ? fallback : parse(text) ?? Fault(key, rule, text, fallback);

    private string? Given(string key)
    {
        _keys.Add(key);
        return _settings[key];
    }

    private T Fault<T>(string key, string rule, string got, T fallback)
    {
        _faults.Add($"{_section}:{key} must be {rule}, but is \"{got}\"");
        return fallback;
    }

    private string Devices(string fallback)
    {
        var value = Given(nameof(SiloOptions.Devices)) ?? fallback;
        if (DeviceList.Check(value) is { } wrong)
            _faults.Add($"{_section}:{nameof(SiloOptions.Devices)} {wrong}");
        return value;
    }

    private BucketPlace? Bucket(string fallback)
    {
        _keys.Add(CheckpointsReader.BucketKey);
        return CheckpointsReader.Bucket(_settings, Given(nameof(SiloOptions.Checkpoints)) ?? fallback, _faults);
    }

    private ApiOptions Api()
    {
        _keys.UnionWith(ApiOptionsReader.Keys);
        return ApiOptionsReader.Read(_settings, _faults);
    }

    private TlsOptions? Tls(SiloRole role)
    {
        _keys.Add(nameof(SiloOptions.Tls));
        return TlsOptions.Read(_configuration, [role == SiloRole.Dashboard ? CertificateRole.Client : CertificateRole.Silo], TimeProvider.System, _faults);
    }

    private IPAddress? PodAddress()
    {
        if (_configuration[_podAddress] is not { Length: > 0 } text)
            return null;
        if (AddressOf(text) is { } address)
            return address;
        _faults.Add($"{_podAddress} must be the pod's IP address, but is \"{text}\"");
        return null;
    }

    // Not Enum.TryParse: it takes numbers.
    private static T? ChoiceOf<T>(string text) where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => value.ToString()!.Equals(text, StringComparison.OrdinalIgnoreCase));

    private static string? NameOf(string text) =>
        text.Length is > 0 and <= _longestName && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') ? text : null;

    private static IPAddress? AddressOf(string text) => IPAddress.TryParse(text, out var address) ? address : null;

    private static int? PortOf(string text) => int.TryParse(text, out var port) && port is > 0 and <= IPEndPoint.MaxPort ? port : null;

    private static int? ThreadsOf(string text) => int.TryParse(text, out var threads) && threads is >= 1 and <= 1024 ? threads : null;
}
