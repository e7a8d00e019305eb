using Paretune.Testing;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Tests;

/// <summary>The trainers that a test's home holds: one that can be used, and one whose declaration is wrong.</summary>
internal static class ListedTrainers
{
    public const string Name = LinesTrainer.Name;

    public static TrainerReading Usable => LinesTrainer.Usable;

    public static TrainerReading Broken => LinesTrainer.Broken;

    public static void Lay(string home)
    {
        Lay(home, Name, LinesTrainer.Declared);
        Lay(home, Broken.Name, LinesTrainer.DeclaredWrongly);
    }

    private static void Lay(string home, string name, string declaration) => File.WriteAllText(
        Path.Combine(Directory.CreateDirectory(Path.Combine(home, "trainers", name)).FullName, TrainerReader.FileName), declaration);
}
