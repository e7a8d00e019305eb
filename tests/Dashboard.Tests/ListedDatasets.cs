using Paretune.Storage.Datasets;
using Paretune.Storage.Imports;

namespace Paretune.Dashboard.Tests;

/// <summary>Adds a dataset to a test's home, beside the built-in one.</summary>
internal static class ListedDatasets
{
    public const string Name = "listed";

    private const int Size = 32;

    /// <summary>1000 training images and 100 test images of two classes.</summary>
    public static void Lay(string home)
    {
        var folder = Directory.CreateDirectory(Folder(home)).FullName;
        DatasetCache.Write(folder, Name, new("test", ["cat", "dog"], Size, Split(600, 400), Split(60, 40)), source: "",
            new(new(), null, default));
    }

    /// <summary>Truncates the file of training images, as a broken disk may.</summary>
    public static void Cut(string home)
    {
        using var file = File.OpenWrite(TrainFile(home));
        file.SetLength(1);
    }

    public static void RemoveTrainingImages(string home) => File.Delete(TrainFile(home));

    public static string Folder(string home, string name = Name) => Path.Combine(home, "datasets", name);

    private static string TrainFile(string home) => Path.Combine(Folder(home), DatasetCache.TrainFile);

    private static SourceSplit Split(int cats, int dogs)
    {
        byte[] labels = [.. Enumerable.Repeat((byte)0, cats), .. Enumerable.Repeat((byte)1, dogs)];
        return new(labels, [new byte[labels.Length * 3 * Size * Size]]);
    }
}
