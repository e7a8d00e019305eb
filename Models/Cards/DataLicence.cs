namespace Paretune.Models.Cards;

/// <summary>Under which terms the images of a dataset may be used, as far as its makers say.</summary>
internal static class DataLicence
{
    public static string Describe(string dataset) => dataset switch
    {
        "shapes" => "Drawn by Paretune itself; MIT, as the program.",
        "cifar10" =>
            "CIFAR-10's makers name no licence; they ask to cite A. Krizhevsky, \"Learning Multiple Layers of Features from Tiny Images\", "
            + "2009. "
            + "Its images come from the web, and their rights are with their owners.",
        "tiny-imagenet" =>
            "A part of ImageNet, whose terms of access allow non-commercial research and education only; Stanford's CS231n names no "
            + "licence of its own. "
            + "Rights of the images are with their owners.",
        _ => "Not known to Paretune: the images were imported under this name. Ask where they come from before you pass the model on.",
    };
}
