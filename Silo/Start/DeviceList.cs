using System.Globalization;

namespace Paretune.Silo.Start;

/// <summary>What the setting <c>Devices</c> means on a machine with so many GPUs.</summary>
internal static class DeviceList
{
    private const string _auto = "auto";
    private const string _cpu = "cpu";
    private const string _cuda = "cuda";
    private const string _simulated = "simulated";
    private const int _mostSimulated = 10_000;

    /// <summary>Whether the setting means something on some machine.</summary>
    public static bool IsOne(string setting) =>
        setting is _auto or _cpu or _cuda || Simulated(setting) > 0 || (Indices(setting) is { } indices && indices.Distinct().Count() == indices.Count);

    /// <summary>The devices to work on, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    /// <exception cref="StartRefusedException">The setting asks for a GPU that is not there.</exception>
    public static IReadOnlyList<string> Resolve(string setting, int gpus)
    {
        if (setting == _cpu || (setting == _auto && gpus == 0))
            return [_cpu];
        var wanted = setting is _auto or _cuda ? [.. Enumerable.Range(0, Math.Max(gpus, 1))] : Indices(setting)!;
        return wanted.All(index => index < gpus)
            ? [.. wanted.Select(index => $"{_cuda}:{index}")]
            : throw new StartRefusedException(
                $"Paretune:Devices asks for {setting}, but torch sees {gpus} GPUs; choose cpu, or build with -p:Torch=cuda");
    }

    /// <summary>What people call a device of <see cref="Resolve"/>.</summary>
    /// <param name="gpus">Names of the visible GPUs by index.</param>
    public static string NameOf(string device, IReadOnlyList<string> gpus, int threads) =>
        device == _cpu ? $"CPU, {threads} threads" : gpus[Indices(device)![0]];

    /// <summary>How many devices a setting such as <c>simulated:16</c> asks for, which train the simulated network and need no libtorch; 0 for others.</summary>
    public static int Simulated(string setting) =>
        setting.Split(':') is [_simulated, var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= _mostSimulated
            ? count
            : 0;

    private static List<int>? Indices(string setting)
    {
        var indices = new List<int>();
        foreach (var part in setting.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split(':') is not [_cuda, var text]
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                return null;
            indices.Add(index);
        }

        return indices;
    }
}
