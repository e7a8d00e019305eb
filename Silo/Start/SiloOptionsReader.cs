using Paretune.Silo.Workers;

namespace Paretune.Silo.Start;

/// <summary>Reads <see cref="SiloOptions"/> and finds all that is wrong with them at once, each under its key.</summary>
internal static class SiloOptionsReader
{
    private const string _section = "Paretune";
    private static readonly string[] _keys =
    [
        nameof(SiloOptions.Role), nameof(SiloOptions.Devices), nameof(SiloOptions.Threads), nameof(SiloOptions.AllowRemote),
        nameof(SiloOptions.Checkpoints), "S3",
    ];

    /// <exception cref="StartRefusedException">At least one setting breaks its rule; the message lists all that do.</exception>
    public static SiloOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(_section);
        var faults = new List<string>();
        var defaults = new SiloOptions();
        var checkpoints = section[nameof(SiloOptions.Checkpoints)] ?? defaults.Checkpoints;
        var options = new SiloOptions
        {
            Role = Choice(section, nameof(SiloOptions.Role), defaults.Role, faults),
            Devices = Devices(section, defaults.Devices, faults),
            Threads = Threads(section, defaults.Threads, faults),
            AllowRemote = Flag(section, nameof(SiloOptions.AllowRemote), defaults.AllowRemote, faults),
            Checkpoints = checkpoints,
            Bucket = CheckpointsReader.Bucket(section, checkpoints, faults),
        };
        foreach (var unknown in section.GetChildren().Where(child => !_keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            faults.Add($"{_section}:{unknown.Key} is not a setting; there are {string.Join(", ", _keys)}");
        return faults.Count == 0 ? options : throw new StartRefusedException(string.Join(Environment.NewLine, faults));
    }

    private static string Choice(IConfigurationSection section, string key, string only, List<string> faults)
    {
        if (section[key] is not { } value || value.Equals(only, StringComparison.OrdinalIgnoreCase))
            return only;
        faults.Add($"{_section}:{key} must be {only}, but is \"{value}\"");
        return only;
    }

    private static string Devices(IConfigurationSection section, string fallback, List<string> faults)
    {
        var value = section[nameof(SiloOptions.Devices)] ?? fallback;
        if (DeviceList.Check(value) is { } wrong)
            faults.Add($"{_section}:{nameof(SiloOptions.Devices)} {wrong}");
        return value;
    }

    private static int Threads(IConfigurationSection section, int fallback, List<string> faults)
    {
        if (section[nameof(SiloOptions.Threads)] is not { } value)
            return fallback;
        if (int.TryParse(value, out var threads) && threads is >= 1 and <= 1024)
            return threads;
        faults.Add($"{_section}:{nameof(SiloOptions.Threads)} must be a whole number from 1 to 1024, but is \"{value}\"");
        return fallback;
    }

    private static bool Flag(IConfigurationSection section, string key, bool fallback, List<string> faults)
    {
        if (section[key] is not { } value)
            return fallback;
        if (bool.TryParse(value, out var flag))
            return flag;
        faults.Add($"{_section}:{key} must be true or false, but is \"{value}\"");
        return fallback;
    }
}
